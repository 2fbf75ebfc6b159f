namespace WalletKit.Stores;

/// <summary>The base of the rebates of a store; see <see cref="WalletStore"/>.</summary>
public abstract class RebateStore : IRebateStore
{
    /// <inheritdoc/>
    public abstract ValueTask<IReadOnlyList<ClaimedRebate>> ClaimAsync(
        Guid stamp, IReadOnlyCollection<string> policies, DateTimeOffset until, int limit, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask ReleaseAsync(Guid stamp, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<Rebate?> FindAsync(TransactionId deposit, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<Page<Rebate>> ListAsync(RebateStatus status, TransactionId? after, int limit, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<DateTimeOffset?> FindOldestPendingAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<int> CountDueAfterAsync(DateTimeOffset time, int limit, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<IReadOnlyList<string>> ListPendingPoliciesAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<long> CountAsync(RebateStatus status, CancellationToken cancellationToken = default);

    /// <summary>Waits until a deposit may have earned a rebate in a store of another process.</summary>
    /// <remarks>
    /// Unless a store overrides this method, it waits until it is canceled. A store that other processes cannot change, or that does not learn of their deposits, leaves it as it is.
    /// </remarks>
    public virtual async ValueTask WaitForEarnedAsync(CancellationToken cancellationToken = default) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
}
