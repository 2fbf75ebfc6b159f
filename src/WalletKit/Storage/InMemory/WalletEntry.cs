using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Storage.InMemory;

/// <summary>
/// One wallet with its history. Only the holder of the wallet's lock writes it. Any thread may read it at any time, because the wallet is published
/// last: a reader that sees the wallet sees every transaction up to its last sequence, and no reader sees half of a batch. Data that is not
/// append-only is read under the lock as well.
/// </summary>
internal sealed class WalletEntry
{
    private readonly Dictionary<long, Hold> _holds = [];
    private readonly SortedSet<long> _open = [];
    private readonly Dictionary<long, long> _reversals = [];
    private readonly List<WalletEvent> _events = [];
    private WalletTransaction[] _history = [];
    private Dictionary<string, RecordedCommand>? _recorded;
    private ExpiringHolds _expiring = ExpiringHolds.None;
    private volatile Standing? _standing;

    /// <summary>The wallet as it is recorded; null before it is first published.</summary>
    public Wallet? Wallet => _standing?.Wallet;

    private long LastSequence => Wallet?.LastSequence ?? 0;

    public void Publish(Wallet wallet) => _standing = new Standing(wallet, _expiring);

    /// <summary>The wallet as its reader is to see it at a time; null before it is first published.</summary>
    public Wallet? AsOf(DateTimeOffset now) =>
        _standing is not { } standing ? null
        : standing.Wallet.Holds is { NextExpiry: { } expiry, EndedThrough: var ended } && expiry <= now
            ? standing.Wallet.AsOf(standing.Expiring.Sum(now, ended), standing.Expiring.Next(now, ended))
            : standing.Wallet;

    public void Append(WalletTransaction transaction)
    {
        var index = transaction.Sequence - 1;
        if (index == _history.Length)
        {
            Array.Resize(ref _history, Math.Max(4, _history.Length * 2));
        }

        _history[index] = transaction;
        if (transaction.Links.ReversalOf is { } reversed)
        {
            _reversals.Add(reversed, transaction.Sequence);
        }
    }

    public void Append(WalletEvent happened) => _events.Add(happened);

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

    /// <summary>The sequence of the newest transaction, published or not. An appended transaction is published under the same lock.</summary>
    public long NewestSequence => Array.FindLastIndex(_history, transaction => transaction is not null) + 1;

    public long NewestEventVersion => _events.Count == 0 ? 0 : _events[^1].Version;

    public List<RecordedCommand> ListRecorded() => _recorded is null ? [] : [.. _recorded.Values];

    public IEnumerable<Hold> ListHolds() => _holds.Values.OrderBy(hold => hold.Id.Number);

    public RecordedCommand? FindRecorded(string key) => _recorded?.GetValueOrDefault(key);

    public void Record(RecordedCommand recorded) => (_recorded ??= new(StringComparer.Ordinal))[recorded.Key] = recorded;

    public Hold? FindHold(long number) => _holds.GetValueOrDefault(number);

    public long? FindReversal(long sequence) => _reversals.TryGetValue(sequence, out var reversal) ? reversal : null;

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

    public List<WalletEvent> ListEvents() => [.. _events];

    public bool HasEvent(long version) => _events.Exists(happened => happened.Version == version);

    public WalletTransaction? FindTransaction(long sequence)
    {
        var last = LastSequence;
        return sequence >= 1 && sequence <= last ? Volatile.Read(ref _history)[sequence - 1] : null;
    }

    /// <summary>The newest transaction at or before a time; time never runs backwards within a wallet.</summary>
    public WalletTransaction? FindTransaction(DateTimeOffset time)
    {
        long low = 0;
        var high = LastSequence;
        var history = Volatile.Read(ref _history);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            (low, high) = history[middle - 1].CreatedAt <= time ? (middle, high) : (low, middle - 1);
        }

        return low == 0 ? null : history[low - 1];
    }

    public Page<WalletTransaction> Read(HistoryRange range)
    {
        var last = LastSequence;
        var history = Volatile.Read(ref _history);
        var page = new PageBuilder<WalletTransaction>(range.Limit, PageText.SizeOf);

        // The stretch is clamped to the history, because a caller may name any number at all.
        var (lowest, highest) = range.Bounds;
        (lowest, highest) = (Math.Max(lowest, 1), Math.Min(highest, last));
        var isForward = range.Order == HistoryOrder.OldestFirst;
        for (var sequence = isForward ? lowest : highest; sequence >= lowest && sequence <= highest; sequence += isForward ? 1 : -1)
        {
            var transaction = history[sequence - 1];
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

    /// <summary>The parts of the state that are published together.</summary>
    private sealed record Standing(Wallet Wallet, ExpiringHolds Expiring);
}
