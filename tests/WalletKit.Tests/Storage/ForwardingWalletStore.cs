using WalletKit.Commands;
using WalletKit.Rebates;
using WalletKit.Storage;

namespace WalletKit.Tests.Storage;

/// <summary>A store that hands each call on to another one; a test overrides what it wants to see or to change.</summary>
internal abstract class ForwardingWalletStore : IWalletStore, IRebateStore
{
    public IRebateStore Rebates => this;

    protected abstract IWalletStore Next { get; }

    public virtual ValueTask OpenAsync(CancellationToken cancellationToken = default) => Next.OpenAsync(cancellationToken);

    public virtual ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default) => Next.CommitAsync(batch, cancellationToken);

    public virtual ValueTask<Wallet?> FindWalletAsync(WalletId walletId, CancellationToken cancellationToken = default) => Next.FindWalletAsync(walletId, cancellationToken);

    public ValueTask<Wallet?> FindWalletByNameAsync(string ownerId, string name, CancellationToken cancellationToken = default) => Next.FindWalletByNameAsync(ownerId, name, cancellationToken);

    public ValueTask<IReadOnlyList<Wallet>> ListWalletsAsync(string ownerId, CancellationToken cancellationToken = default) => Next.ListWalletsAsync(ownerId, cancellationToken);

    public ValueTask<IReadOnlyList<Wallet>> ListAllWalletsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default) => Next.ListAllWalletsAsync(after, limit, cancellationToken);

    public virtual ValueTask<IReadOnlyList<Wallet>> ReadLatestAsync(IReadOnlyList<WalletId> walletIds, CancellationToken cancellationToken = default) => Next.ReadLatestAsync(walletIds, cancellationToken);

    public ValueTask<WalletBalance?> ReadBalanceAsync(WalletId walletId, CancellationToken cancellationToken = default) => Next.ReadBalanceAsync(walletId, cancellationToken);

    public ValueTask<WalletTransaction?> FindTransactionAsync(TransactionId transactionId, CancellationToken cancellationToken = default) => Next.FindTransactionAsync(transactionId, cancellationToken);

    public ValueTask<WalletTransaction?> FindTransactionAsOfAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken = default) => Next.FindTransactionAsOfAsync(walletId, time, cancellationToken);

    public ValueTask<Hold?> FindHoldAsync(HoldId holdId, CancellationToken cancellationToken = default) => Next.FindHoldAsync(holdId, cancellationToken);

    public ValueTask<IReadOnlyList<Hold>> ListOpenHoldsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) => Next.ListOpenHoldsAsync(walletId, after, limit, cancellationToken);

    public virtual ValueTask<IReadOnlyList<WalletId>> ListExpiringWalletsAsync(int limit, CancellationToken cancellationToken = default) => Next.ListExpiringWalletsAsync(limit, cancellationToken);

    public ValueTask<IReadOnlyList<WalletEvent>> ReadEventsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) => Next.ReadEventsAsync(walletId, after, limit, cancellationToken);

    public ValueTask<IReadOnlyList<WalletTransaction>> ReadHistoryAsync(HistoryRange range, CancellationToken cancellationToken = default) => Next.ReadHistoryAsync(range, cancellationToken);

    public virtual ValueTask<IReadOnlyList<ClaimedRebate>> ClaimAsync(Guid stamp, DateTimeOffset until, int limit, CancellationToken cancellationToken = default) => Next.Rebates.ClaimAsync(stamp, until, limit, cancellationToken);

    public virtual ValueTask ReleaseAsync(Guid stamp, CancellationToken cancellationToken = default) => Next.Rebates.ReleaseAsync(stamp, cancellationToken);

    public ValueTask<Rebate?> FindAsync(TransactionId deposit, CancellationToken cancellationToken = default) => Next.Rebates.FindAsync(deposit, cancellationToken);

    public ValueTask<IReadOnlyList<Rebate>> ListAsync(RebateStatus status, TransactionId? after, int limit, CancellationToken cancellationToken = default) => Next.Rebates.ListAsync(status, after, limit, cancellationToken);

    public ValueTask<DateTimeOffset?> FindOldestPendingAsync(CancellationToken cancellationToken = default) => Next.Rebates.FindOldestPendingAsync(cancellationToken);

    public ValueTask<long> CountAsync(RebateStatus status, CancellationToken cancellationToken = default) => Next.Rebates.CountAsync(status, cancellationToken);

    public abstract ValueTask DisposeAsync();
}
