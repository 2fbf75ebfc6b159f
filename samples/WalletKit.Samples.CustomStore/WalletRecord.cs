using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Samples.CustomStore;

/// <summary>One wallet with all its records. Transactions and holds are numbered from 1 without a gap, so a list finds them by number.</summary>
internal sealed class WalletRecord(Wallet wallet)
{
    public Wallet Wallet { get; set; } = wallet;

    public List<WalletTransaction> Transactions { get; } = [];

    /// <summary>The sequence of each reversal, by the sequence of the transaction that it reversed.</summary>
    public Dictionary<long, long> Reversals { get; } = [];

    public List<Hold> Holds { get; } = [];

    public List<WalletEvent> Events { get; } = [];

    public Dictionary<string, RecordedCommand> Keys { get; } = new(StringComparer.Ordinal);

    public void Add(WalletTransaction transaction)
    {
        Put(Transactions, transaction.Sequence, transaction, Transactions.Count + 1);
        if (transaction.Links.ReversalOf is { } reversed)
        {
            Reversals.Add(reversed, transaction.Sequence);
        }
    }

    public void Put(Hold hold) => Put(Holds, hold.Id.Number, hold, 1);

    public IEnumerable<WalletTransaction> Read(HistoryRange range)
    {
        // Callers may name any numbers at all.
        var (lowest, highest) = range.Bounds;
        (lowest, highest) = (Math.Max(lowest, 1), Math.Min(highest, Transactions.Count));
        var isForward = range.Order == HistoryOrder.OldestFirst;
        for (var sequence = isForward ? lowest : highest; sequence >= lowest && sequence <= highest; sequence += isForward ? 1 : -1)
        {
            if (range.Wants(Transactions[(int)sequence - 1]))
            {
                yield return Transactions[(int)sequence - 1];
            }
        }
    }

    public static T? At<T>(List<T>? all, long number)
        where T : class => all is not null && number >= 1 && number <= all.Count ? all[(int)number - 1] : null;

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
