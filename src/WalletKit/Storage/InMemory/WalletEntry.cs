using System.Collections.Immutable;
using WalletKit.Model;
using WalletKit.Rules;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.Storage.InMemory;

/// <summary>
/// One wallet with its history. Only the holder of the wallet's lock writes it. Any thread may read it at any time, because the wallet is published
/// last: a reader that sees the wallet sees every entry up to its version, and no reader sees half of a batch. Data that is not
/// append-only is read under the lock as well.
/// </summary>
internal sealed class WalletEntry
{
    private readonly Dictionary<long, Hold> _holds = [];
    private readonly SortedSet<long> _open = [];
    private readonly Dictionary<long, long> _reversals = [];
    private readonly List<WalletEvent> _events = [];
    private ImmutableList<WalletEvent> _corrections = [];
    private JournalEntry[] _journal = [];
    private WalletTransaction[] _history = [];
    private Dictionary<Sha256Hash, KeptKey>? _keys;
    private ExpiringHolds _expiring = ExpiringHolds.None;
    private BackdatedEntries _backdated = BackdatedEntries.None;
    private volatile Standing? _standing;

    /// <summary>The secrets of the wallet.</summary>
    public required WalletSecrets Secrets { get; set; }

    /// <summary>The wallet as it is recorded; null before it is first published.</summary>
    public Wallet? Wallet => _standing?.Wallet;

    private long LastSequence => Wallet?.LastSequence ?? 0;

    public void Publish(Wallet wallet) => _standing = new Standing(wallet, _expiring, _backdated);

    /// <summary>The wallet as its reader is to see it at a time; null before it is first published.</summary>
    public Wallet? AsOf(DateTimeOffset now) =>
        _standing is not { } standing ? null
        : standing.Wallet.Holds is { NextExpiry: { } expiry, EndedThrough: var ended } && expiry <= now
            ? standing.Wallet.AsOf(standing.Expiring.Sum(now, ended), standing.Expiring.Next(now, ended))
            : standing.Wallet;

    public void Append(JournalEntry entry)
    {
        Put(ref _journal, entry.Version - 1, entry);
        if (entry.Event is { } happened)
        {
            _events.Add(happened);
            _corrections = happened.Type == WalletEventType.TimeCorrected ? _corrections.Add(happened) : _corrections;
        }

        if (entry.Transaction is not { } transaction)
        {
            return;
        }

        Put(ref _history, transaction.Sequence - 1, transaction);
        _backdated = _backdated.With(transaction);
        if (transaction.Links.ReversalOf is { } reversed)
        {
            _reversals.Add(reversed, transaction.Version);
        }
    }

    public void Put(Hold hold)
    {
        _holds[hold.Id.Number] = hold;
        if (hold.Status == HoldStatus.Open)
        {
            _open.Add(hold.Id.Number);
        }
        else
        {
            _open.Remove(hold.Id.Number);
        }

        _expiring = _expiring.With(hold);
    }

    /// <summary>The version of the newest entry, published or not. An appended entry is published under the same lock.</summary>
    public long NewestVersion => Array.FindLastIndex(_journal, entry => entry is not null) + 1;

    public List<KeptKey> ListKeys() => _keys is null ? [] : [.. _keys.Values];

    public IEnumerable<Hold> ListHolds() => _holds.Values.OrderBy(hold => hold.Id.Number);

    public KeptKey? FindKey(Sha256Hash key) => _keys?.GetValueOrDefault(key);

    public void Put(KeptKey key) => (_keys ??= [])[key.Key] = key;

    public void Remove(KeptKey key)
    {
        _keys!.Remove(key.Key);
        ReplaceUnusedKeySecret();
    }

    /// <summary>Replaces the secret of the keys of an erased wallet where it has no key, so that nothing is left by which a copy of an old key could be tried.</summary>
    public void ReplaceUnusedKeySecret()
    {
        if (Wallet is { IsErased: true } && _keys is null or { Count: 0 })
        {
            Secrets = Secrets with { Keys = Secret.From(SecureRandom.Shared) };
        }
    }

    public WalletEvent? FindEvent(long version) => FindEntry(version)?.Event;

    /// <summary>Removes the texts of what an erasure covers. Readers that have begun may still see them.</summary>
    /// <param name="erased">The entry of the erasure, which is appended already.</param>
    public void Erase(Wallet erased)
    {
        var through = erased.ErasedThrough;
        var journal = (JournalEntry[])_journal.Clone();
        var history = (WalletTransaction[])_history.Clone();
        for (var i = 0; i < through; i++)
        {
            journal[i] = Erasure.Of(journal[i], erased);
        }

        for (var i = 0; i < erased.LastSequence; i++)
        {
            history[i] = journal[history[i].Version - 1].Transaction!;
        }

        for (var i = 0; i < _events.Count; i++)
        {
            _events[i] = journal[_events[i].Version - 1].Event!;
        }

        foreach (var (number, hold) in _holds.ToArray())
        {
            _holds[number] = Erasure.Of(hold);
        }

        Volatile.Write(ref _journal, journal);
        Volatile.Write(ref _history, history);
    }

    public Hold? FindHold(long number) => _holds.GetValueOrDefault(number);

    public long? FindReversal(long version) => _reversals.TryGetValue(version, out var reversal) ? reversal : null;

    public long SumExpired(DateTimeOffset now, EndedThrough? ended) => _expiring.Sum(now, ended);

    public List<Hold> FindExpiring(DateTimeOffset after, int limit) => [.. _expiring.After(after).Take(limit).Select(number => _holds[number])];

    public List<Hold> FindEnded(EndedThrough ended, int limit) => [.. _expiring.Covered(ended).Take(limit).Select(number => _holds[number])];

    public Page<Hold> ListOpenHolds(DateTimeOffset now, long after, int limit) =>
        after == long.MaxValue
            ? Page.Empty<Hold>()
            : new PageBuilder<Hold>(limit, PageText.SizeOf).Take(
                _open.GetViewBetween(after + 1, long.MaxValue).Select(number => _holds[number]).Where(hold => !hold.HasExpired(now, Wallet?.Holds.EndedThrough)));

    // Events are in the order of their versions, so the place is found by halving.
    public Page<WalletEvent> ReadEvents(long after, int limit)
    {
        var (low, high) = (0, _events.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _events[middle].Version > after ? (low, middle) : (middle + 1, high);
        }

        return new PageBuilder<WalletEvent>(limit, PageText.SizeOf).Take(_events.Skip(low));
    }

    public JournalEntry? FindEntry(long version)
    {
        var last = Wallet?.Version ?? 0;
        return version >= 1 && version <= last ? Volatile.Read(ref _journal)[version - 1] : null;
    }

    public List<JournalEntry> ListJournal(long after, int limit)
    {
        var last = Wallet?.Version ?? 0;
        var first = Math.Clamp(after, 0, last);
        return [.. Volatile.Read(ref _journal).AsSpan((int)first, (int)Math.Min(limit, last - first))];
    }

    public WalletTransaction? FindTransaction(long version) => FindEntry(version)?.Transaction;

    /// <summary>The newest transaction at or before a time. Time runs backwards within a wallet only at time corrections.</summary>
    public WalletTransaction? FindTransaction(DateTimeOffset time)
    {
        // Everything before a correction counts as recorded at it, or earlier.
        var history = History();
        var corrected = _corrections.FindLast(correction => correction.CreatedAt <= time)?.Version ?? 0;
        var count = CountThrough(history, transaction => transaction.Version < corrected || transaction.CreatedAt <= time);
        return count == 0 ? null : history[count - 1];
    }

    public IReadOnlyList<TimeCorrection> ListCorrections(long after, int limit) =>
        [.. _corrections.Where(correction => correction.Version > after).Take(limit).Select(static correction => new TimeCorrection(correction.Version, correction.CreatedAt))];

    public Page<WalletTransaction> Read(HistoryRange range)
    {
        var page = new PageBuilder<WalletTransaction>(range.Limit, PageText.SizeOf);
        var (lowest, highest) = range.Bounds;
        var isForward = range.Order == HistoryOrder.OldestFirst;
        var history = History();
        var first = CountThrough(history, transaction => transaction.Version < lowest);
        var end = CountThrough(history, transaction => transaction.Version <= highest);
        for (var index = isForward ? first : end - 1; index >= first && index < end; index += isForward ? 1 : -1)
        {
            var transaction = history[index];
            if (!range.Wants(transaction))
            {
                continue;
            }

            if (page.IsFull)
            {
                return page.ToPage(hasMore: true);
            }

            page.Add(transaction);
        }

        return page.ToPage(hasMore: false);
    }

    public Page<WalletTransaction> ReadBackdated(BackdatedRange range)
    {
        if (_standing is not { } standing)
        {
            return Page.Empty<WalletTransaction>();
        }

        var journal = Volatile.Read(ref _journal);
        return new PageBuilder<WalletTransaction>(range.Limit, PageText.SizeOf).Take(
            standing.Backdated.After(range.Order, range.After).Select(version => journal[version - 1].Transaction!).TakeWhile(range.Contains));
    }

    public BackdatedSum SumBackdated(DateTimeOffset time, long afterVersion, long throughVersion)
    {
        if (_standing is not { } standing)
        {
            return default;
        }

        var journal = Volatile.Read(ref _journal);
        return standing.Backdated.Through(time)
            .Where(version => version > afterVersion && version <= throughVersion)
            .Aggregate(default(BackdatedSum), (sum, version) => sum.Add(journal[version - 1].Transaction!));
    }

    private static void Put<T>(ref T[] items, long index, T item)
    {
        if (index == items.Length)
        {
            Array.Resize(ref items, Math.Max(4, items.Length * 2));
        }

        items[index] = item;
    }

    /// <summary>The published transactions, the oldest first.</summary>
    private ReadOnlySpan<WalletTransaction> History()
    {
        // The number is read before the array, because a commit may put a longer array in its place at any time.
        var count = (int)LastSequence;
        return Volatile.Read(ref _history).AsSpan(0, count);
    }

    /// <summary>The number of transactions that a condition holds for. It holds for all up to some place in the history, and for none after it.</summary>
    private static int CountThrough(ReadOnlySpan<WalletTransaction> history, Func<WalletTransaction, bool> holds)
    {
        var (low, high) = (0, history.Length);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            (low, high) = holds(history[middle - 1]) ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    /// <summary>The parts of the state that are published together.</summary>
    private sealed record Standing(Wallet Wallet, ExpiringHolds Expiring, BackdatedEntries Backdated);
}
