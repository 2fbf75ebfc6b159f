using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Samples.CustomStore;

/// <summary>One wallet with all its records. Entries and holds are numbered from 1 without a gap, so a list finds them by number.</summary>
internal sealed class WalletRecord(WalletSecrets secrets)
{
    /// <summary>The secrets, which only an erasure would change. This store erases nothing.</summary>
    public WalletSecrets Secrets => secrets;

    /// <summary>The entries by version. The newest entry has the wallet as it is now.</summary>
    public List<JournalEntry> Journal { get; } = [];

    public Wallet Wallet => Journal[^1].Wallet;

    public IEnumerable<WalletTransaction> Transactions => Journal.Select(entry => entry.Transaction).OfType<WalletTransaction>();

    /// <summary>The transactions with a value date.</summary>
    public IEnumerable<WalletTransaction> Backdated => Transactions.Where(transaction => transaction.EffectiveAt is not null);

    public IEnumerable<WalletEvent> Events => Journal.Select(entry => entry.Event).OfType<WalletEvent>();

    /// <summary>The version of each reversal, by the version of the transaction that it reversed.</summary>
    public Dictionary<long, long> Reversals { get; } = [];

    public List<Hold> Holds { get; } = [];

    public Dictionary<Sha256Hash, RecordedCommand> Keys { get; } = [];

    public JournalEntry? FindEntry(long version) => At(Journal, version);

    public Hold? FindHold(long number) => At(Holds, number);

    public void Append(JournalEntry entry)
    {
        Put(Journal, entry.Version, entry, Journal.Count + 1);
        if (entry.Transaction?.Links.ReversalOf is { } reversed)
        {
            Reversals.Add(reversed, entry.Version);
        }
    }

    public void Put(Hold hold) => Put(Holds, hold.Id.Number, hold, 1);

    public IEnumerable<WalletTransaction> Read(HistoryRange range)
    {
        // Callers may name any versions at all.
        var (lowest, highest) = range.Bounds;
        (lowest, highest) = (Math.Max(lowest, 1), Math.Min(highest, Journal.Count));
        var isForward = range.Order == HistoryOrder.OldestFirst;
        for (var version = isForward ? lowest : highest; version >= lowest && version <= highest; version += isForward ? 1 : -1)
        {
            if (FindEntry(version)?.Transaction is { } transaction && range.Wants(transaction))
            {
                yield return transaction;
            }
        }
    }

    public IEnumerable<WalletTransaction> Read(BackdatedRange range)
    {
        var ordered = Backdated.Where(range.Contains).OrderBy(transaction => transaction.EffectiveAt).ThenBy(transaction => transaction.Version);
        return range.Order == HistoryOrder.OldestFirst ? ordered : ordered.Reverse();
    }

    private static T? At<T>(List<T> all, long number)
        where T : class => number >= 1 && number <= all.Count ? all[(int)number - 1] : null;

    // Only a journal that was changed from outside can have a gap.
    private static void Put<T>(List<T> all, long number, T value, int lowest)
    {
        if (number < lowest || number > all.Count + 1)
        {
            throw new InvalidDataException($"{typeof(T).Name} {number} comes after {all.Count}");
        }

        if (number > all.Count)
        {
            all.Add(value);
        }
        else
        {
            all[(int)number - 1] = value;
        }
    }
}
