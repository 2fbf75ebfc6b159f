using WalletKit.Stores;
using WalletKit.Testing.Model.Bookkeeping;

namespace WalletKit.Testing;

/// <summary>A store that forwards each call to another store, which it closes with itself.</summary>
/// <remarks>Override the members whose calls you want to see or change.</remarks>
/// <param name="target">The other store.</param>
public abstract class ForwardingWalletStore(IWalletStore target) : IWalletStore, IRebateStore
{
    /// <inheritdoc/>
    public IRebateStore Rebates => this;

    /// <inheritdoc/>
    public virtual IBookStore Books => Target.Books;

    /// <summary>Gets the store to which a call is forwarded; asked once for each call.</summary>
    protected virtual IWalletStore Target => target;

    /// <inheritdoc/>
    public virtual ValueTask OpenAsync(CancellationToken cancellationToken = default) => Target.OpenAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default) => Target.CommitAsync(batch, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<Wallet?> FindWalletAsync(WalletId walletId, CancellationToken cancellationToken = default) => Target.FindWalletAsync(walletId, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<Wallet?> FindWalletByNameAsync(string ownerId, string name, CancellationToken cancellationToken = default) => Target.FindWalletByNameAsync(ownerId, name, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<Page<Wallet>> ListWalletsAsync(string ownerId, string? after, int limit, CancellationToken cancellationToken = default) => Target.ListWalletsAsync(ownerId, after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<Page<Wallet>> ListAllWalletsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default) => Target.ListAllWalletsAsync(after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<Wallet>> ReadLatestAsync(IReadOnlyList<WalletId> walletIds, CancellationToken cancellationToken = default) => Target.ReadLatestAsync(walletIds, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<WalletTransaction?> FindTransactionAsync(TransactionId transactionId, CancellationToken cancellationToken = default) => Target.FindTransactionAsync(transactionId, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<TransactionAsOf> FindTransactionAsOfAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken = default) => Target.FindTransactionAsOfAsync(walletId, time, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<Hold?> FindHoldAsync(HoldId holdId, CancellationToken cancellationToken = default) => Target.FindHoldAsync(holdId, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<Page<Hold>> ListOpenHoldsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) => Target.ListOpenHoldsAsync(walletId, after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<WalletId>> ListExpiringWalletsAsync(int limit, CancellationToken cancellationToken = default) => Target.ListExpiringWalletsAsync(limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<Page<WalletEvent>> ListEventsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) => Target.ListEventsAsync(walletId, after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<ClockReport> CheckClockAsync(CancellationToken cancellationToken = default) => Target.CheckClockAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<Page<WalletTransaction>> ListTransactionsAsync(HistoryRange range, CancellationToken cancellationToken = default) => Target.ListTransactionsAsync(range, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<ClaimedRebate>> ClaimAsync(
        Guid stamp, IReadOnlyCollection<string> policies, DateTimeOffset until, int limit, CancellationToken cancellationToken = default) =>
        Target.Rebates.ClaimAsync(stamp, policies, until, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask ReleaseAsync(Guid stamp, CancellationToken cancellationToken = default) => Target.Rebates.ReleaseAsync(stamp, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<Rebate?> FindAsync(TransactionId deposit, CancellationToken cancellationToken = default) => Target.Rebates.FindAsync(deposit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<Page<Rebate>> ListAsync(RebateStatus status, TransactionId? after, int limit, CancellationToken cancellationToken = default) => Target.Rebates.ListAsync(status, after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<DateTimeOffset?> FindOldestPendingAsync(CancellationToken cancellationToken = default) => Target.Rebates.FindOldestPendingAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<int> CountDueAfterAsync(DateTimeOffset time, int limit, CancellationToken cancellationToken = default) => Target.Rebates.CountDueAfterAsync(time, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<string>> ListPendingPoliciesAsync(CancellationToken cancellationToken = default) => Target.Rebates.ListPendingPoliciesAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<long> CountAsync(RebateStatus status, CancellationToken cancellationToken = default) => Target.Rebates.CountAsync(status, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask WaitForEarnedAsync(CancellationToken cancellationToken = default) => Target.Rebates.WaitForEarnedAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return target.DisposeAsync();
    }
}
