using WalletKit.Stores;

namespace WalletKit.Testing.Faults;

/// <summary>The rebates of a store whose calls meet faults.</summary>
internal sealed class FaultInjectingRebateStore(IRebateStore target, StoreFaults faults) : RebateStore
{
    public override ValueTask<IReadOnlyList<ClaimedRebate>> ClaimAsync(
        Guid stamp, IReadOnlyCollection<string> policies, DateTimeOffset until, int limit, CancellationToken cancellationToken = default) =>
        faults.CallAsync(StoreOperations.Claim, () => target.ClaimAsync(stamp, policies, until, limit, cancellationToken), cancellationToken);

    public override ValueTask ReleaseAsync(Guid stamp, CancellationToken cancellationToken = default) =>
        faults.CallAsync(StoreOperations.Release, () => target.ReleaseAsync(stamp, cancellationToken), cancellationToken);

    public override ValueTask<Rebate?> FindAsync(TransactionId deposit, CancellationToken cancellationToken = default) =>
        Read(() => target.FindAsync(deposit, cancellationToken), cancellationToken);

    public override ValueTask<Page<Rebate>> ListAsync(RebateStatus status, TransactionId? after, int limit, CancellationToken cancellationToken = default) =>
        Read(() => target.ListAsync(status, after, limit, cancellationToken), cancellationToken);

    public override ValueTask<int> CountDueAfterAsync(DateTimeOffset time, int limit, CancellationToken cancellationToken = default) =>
        Read(() => target.CountDueAfterAsync(time, limit, cancellationToken), cancellationToken);

    public override ValueTask<DateTimeOffset?> FindOldestPendingAsync(CancellationToken cancellationToken = default) =>
        Read(() => target.FindOldestPendingAsync(cancellationToken), cancellationToken);

    public override ValueTask<IReadOnlyList<string>> ListPendingPoliciesAsync(CancellationToken cancellationToken = default) =>
        Read(() => target.ListPendingPoliciesAsync(cancellationToken), cancellationToken);

    public override ValueTask<long> CountAsync(RebateStatus status, CancellationToken cancellationToken = default) =>
        Read(() => target.CountAsync(status, cancellationToken), cancellationToken);

    public override ValueTask WaitForEarnedAsync(CancellationToken cancellationToken = default) =>
        faults.CallAsync(StoreOperations.Read, () => target.WaitForEarnedAsync(cancellationToken), cancellationToken);

    private ValueTask<T> Read<T>(Func<ValueTask<T>> call, CancellationToken cancellationToken) => faults.CallAsync(StoreOperations.Read, call, cancellationToken);
}
