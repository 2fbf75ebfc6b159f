using WalletKit.Stores;

namespace WalletKit.Testing;

/// <summary>The rebates of a store that forwards each call to the rebates of another store.</summary>
/// <remarks>Override the members whose calls you want to see or change.</remarks>
/// <param name="target">The rebates of the other store.</param>
public abstract class ForwardingRebateStore(IRebateStore target) : RebateStore
{
    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<ClaimedRebate>> ClaimAsync(
        Guid stamp, IReadOnlyCollection<string> policies, DateTimeOffset until, int limit, CancellationToken cancellationToken = default) =>
        target.ClaimAsync(stamp, policies, until, limit, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask ReleaseAsync(Guid stamp, CancellationToken cancellationToken = default) => target.ReleaseAsync(stamp, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Rebate?> FindAsync(TransactionId deposit, CancellationToken cancellationToken = default) => target.FindAsync(deposit, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Page<Rebate>> ListAsync(RebateStatus status, TransactionId? after, int limit, CancellationToken cancellationToken = default) =>
        target.ListAsync(status, after, limit, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<DateTimeOffset?> FindOldestPendingAsync(CancellationToken cancellationToken = default) => target.FindOldestPendingAsync(cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<int> CountDueAfterAsync(DateTimeOffset time, int limit, CancellationToken cancellationToken = default) => target.CountDueAfterAsync(time, limit, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<string>> ListPendingPoliciesAsync(CancellationToken cancellationToken = default) => target.ListPendingPoliciesAsync(cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<long> CountAsync(RebateStatus status, CancellationToken cancellationToken = default) => target.CountAsync(status, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask WaitForEarnedAsync(CancellationToken cancellationToken = default) => target.WaitForEarnedAsync(cancellationToken);
}
