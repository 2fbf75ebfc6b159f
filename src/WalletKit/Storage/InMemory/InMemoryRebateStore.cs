using System.Collections.Concurrent;
using WalletKit.Locking;
using WalletKit.Stores;

namespace WalletKit.Storage.InMemory;

/// <summary>The rebates of an <see cref="InMemoryWalletStore"/>. A rebate changes only under its wallet's lock.</summary>
internal sealed class InMemoryRebateStore(
    WalletLocks locks, ClockGuard clock, Func<WalletId, WalletEntry?> findEntry, Action<CancellationToken> check) : RebateStore
{
    // So many changes wait before a commit sorts them in. Each commit would otherwise wait for the gate.
    private const int MaxWaiting = 256;

    // The changes that are not sorted in yet, oldest first. Each look at the rebates sorts them in before.
    private readonly ConcurrentQueue<Rebate> _changes = new();
    private int _waiting;

    private readonly Lock _gate = new();
    private readonly Dictionary<TransactionId, (Rebate Rebate, int Index)> _rebates = [];
    private readonly List<TransactionId> _earned = [];

    // The places in the list above, by state, so that no rebate in another state is passed over.
    private readonly NumberSet[] _byStatus = [.. Enumerable.Range(0, (int)Enum.GetValues<RebateStatus>().Max() + 1).Select(_ => new NumberSet())];

    // By policy. An element whose time is no longer its rebate's is stale, and skipped when it comes up.
    private readonly Dictionary<string, PriorityQueue<TransactionId, (DateTimeOffset DueAt, int Index)>> _due = new(StringComparer.Ordinal);

    public Rebate? Find(TransactionId deposit)
    {
        lock (_gate)
        {
            SortIn();
            return _rebates.TryGetValue(deposit, out var found) ? found.Rebate : null;
        }
    }

    public void Put(Rebate rebate)
    {
        _changes.Enqueue(rebate);
        if (Interlocked.Increment(ref _waiting) >= MaxWaiting && _gate.TryEnter())
        {
            try
            {
                SortIn();
            }
            finally
            {
                _gate.Exit();
            }
        }
    }

    public override async ValueTask<IReadOnlyList<ClaimedRebate>> ClaimAsync(
        Guid stamp, IReadOnlyCollection<string> policies, DateTimeOffset until, int limit, CancellationToken cancellationToken = default)
    {
        check(cancellationToken);
        var now = clock.GetUtcNow();
        var claimed = new List<ClaimedRebate>();
        foreach (var deposit in TakeDue(policies, now, limit))
        {
            // The wait is not cancelable: a rebate that was taken off the queue must be either claimed or found settled.
            using var hold = await locks.AcquireAsync(deposit.WalletId, CancellationToken.None).ConfigureAwait(false);
            if (Find(deposit) is { Status: RebateStatus.Pending } rebate && rebate.DueAt <= now)
            {
                var taken = rebate with { Claim = stamp, DueAt = until };
                Put(taken);
                claimed.Add(WithDeposit(taken));
            }
        }

        return claimed;
    }

    public override async ValueTask ReleaseAsync(Guid stamp, CancellationToken cancellationToken = default)
    {
        check(cancellationToken);
        var now = clock.GetUtcNow();
        foreach (var deposit in SelectPending(rebate => rebate.Claim == stamp).ConvertAll(rebate => rebate.Deposit))
        {
            using var hold = await locks.AcquireAsync(deposit.WalletId, cancellationToken).ConfigureAwait(false);
            if (Find(deposit) is { Status: RebateStatus.Pending } rebate && rebate.Claim == stamp)
            {
                Put(rebate with { Claim = null, DueAt = now });
            }
        }
    }

    public override ValueTask<Rebate?> FindAsync(TransactionId deposit, CancellationToken cancellationToken = default)
    {
        check(cancellationToken);
        return new(Find(deposit));
    }

    public override ValueTask<Page<Rebate>> ListAsync(RebateStatus status, TransactionId? after, int limit, CancellationToken cancellationToken = default)
    {
        check(cancellationToken);
        var page = new PageBuilder<Rebate>(limit, PageText.SizeOf);
        lock (_gate)
        {
            SortIn();
            return new(page.Take(InStatus(status).StartingAt(IndexAfter(after)).Select(RebateAt)));
        }
    }

    public override ValueTask<DateTimeOffset?> FindOldestPendingAsync(CancellationToken cancellationToken = default)
    {
        check(cancellationToken);
        lock (_gate)
        {
            SortIn();
            return new(_byStatus[(int)RebateStatus.Pending].StartingAt(0).Take(1).Select(RebateAt)
                .Select(rebate => (DateTimeOffset?)findEntry(rebate.Deposit.WalletId)!.FindTransaction(rebate.Deposit.Version)!.CreatedAt).FirstOrDefault());
        }
    }

    public override ValueTask<int> CountDueAfterAsync(DateTimeOffset time, int limit, CancellationToken cancellationToken = default)
    {
        check(cancellationToken);
        return new(SelectPending(rebate => rebate.DueAt > time).Take(limit).Count());
    }

    public override ValueTask<IReadOnlyList<string>> ListPendingPoliciesAsync(CancellationToken cancellationToken = default)
    {
        check(cancellationToken);
        return new([.. SelectPending(static _ => true).Select(rebate => rebate.Terms.Policy).Distinct(StringComparer.Ordinal)]);
    }

    public override ValueTask<long> CountAsync(RebateStatus status, CancellationToken cancellationToken = default)
    {
        check(cancellationToken);
        lock (_gate)
        {
            SortIn();
            return new(InStatus(status).Count);
        }
    }

    // Under the gate.
    private void SortIn()
    {
        while (_changes.TryDequeue(out var rebate))
        {
            Interlocked.Decrement(ref _waiting);
            SortIn(rebate);
        }
    }

    private void SortIn(Rebate rebate)
    {
        var index = _earned.Count;
        if (_rebates.TryGetValue(rebate.Deposit, out var standing))
        {
            index = standing.Index;
            _byStatus[(int)standing.Rebate.Status].Remove(index);
        }
        else
        {
            _earned.Add(rebate.Deposit);
        }

        _rebates[rebate.Deposit] = (rebate, index);
        _byStatus[(int)rebate.Status].Add(index);
        if (rebate.Status == RebateStatus.Pending)
        {
            QueueOf(rebate.Terms.Policy).Enqueue(rebate.Deposit, (rebate.DueAt, index));
        }
    }

    // Each rebate is taken once: a rebate that is due again at a time at which it was due before has an element in the queue for each, and both seem valid.
    private List<TransactionId> TakeDue(IReadOnlyCollection<string> policies, DateTimeOffset now, int limit)
    {
        var taken = new List<TransactionId>();
        var known = new HashSet<TransactionId>();
        lock (_gate)
        {
            SortIn();
            while (taken.Count < limit && FindFirst(policies) is { } first && first.TryPeek(out var deposit, out var place) && place.DueAt <= now)
            {
                first.Dequeue();
                if (_rebates[deposit].Rebate is { Status: RebateStatus.Pending } rebate && rebate.DueAt == place.DueAt && known.Add(deposit))
                {
                    taken.Add(deposit);
                }
            }
        }

        return taken;
    }

    private PriorityQueue<TransactionId, (DateTimeOffset DueAt, int Index)> QueueOf(string policy)
    {
        if (!_due.TryGetValue(policy, out var queue))
        {
            _due[policy] = queue = new();
        }

        return queue;
    }

    /// <returns>The policies' queue whose first element is due first; null where all queues are empty.</returns>
    private PriorityQueue<TransactionId, (DateTimeOffset DueAt, int Index)>? FindFirst(IReadOnlyCollection<string> policies)
    {
        PriorityQueue<TransactionId, (DateTimeOffset DueAt, int Index)>? first = null;
        (DateTimeOffset DueAt, int Index) earliest = default;
        foreach (var policy in policies)
        {
            if (_due.TryGetValue(policy, out var queue) && queue.TryPeek(out _, out var place) && (first is null || place.CompareTo(earliest) < 0))
            {
                (first, earliest) = (queue, place);
            }
        }

        return first;
    }

    private int IndexAfter(TransactionId? after) =>
        after is not { } deposit ? 0
        : _rebates.TryGetValue(deposit, out var found) ? found.Index + 1
        : throw new WalletStoreException(StoreFailure.Corrupt, $"transaction {deposit} has earned no rebate to go on after.");

    // A caller may ask for a status that there is not.
    private NumberSet InStatus(RebateStatus status) => (int)status >= 0 && (int)status < _byStatus.Length ? _byStatus[(int)status] : new();

    private Rebate RebateAt(int index) => _rebates[_earned[index]].Rebate;

    private List<Rebate> SelectPending(Func<Rebate, bool> wanted)
    {
        lock (_gate)
        {
            SortIn();
            return [.. _byStatus[(int)RebateStatus.Pending].StartingAt(0).Select(RebateAt).Where(wanted)];
        }
    }

    private ClaimedRebate WithDeposit(Rebate rebate)
    {
        var entry = findEntry(rebate.Deposit.WalletId)!;
        return new ClaimedRebate { Rebate = rebate, Deposit = entry.FindTransaction(rebate.Deposit.Version)!, OwnerId = entry.Wallet!.OwnerId, WalletName = entry.Wallet.Name };
    }
}
