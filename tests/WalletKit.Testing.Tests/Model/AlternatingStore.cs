using WalletKit.Commands;
using WalletKit.Storage;

namespace WalletKit.Testing.Tests.Model;

/// <summary>Two stores that keep the same wallets, taking turns call by call.</summary>
internal sealed class AlternatingStore(IWalletStore first, IWalletStore second) : IWalletStore
{
    private int _calls;

    public IRebateStore Rebates => Next.Rebates;

    private IWalletStore Next => int.IsOddInteger(Interlocked.Increment(ref _calls)) ? first : second;

    public ValueTask OpenAsync(CancellationToken cancellationToken = default) => Next.OpenAsync(cancellationToken);

    public ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default) => Next.CommitAsync(batch, cancellationToken);

    public ValueTask<Wallet?> FindWalletAsync(WalletId walletId, CancellationToken cancellationToken = default) => Next.FindWalletAsync(walletId, cancellationToken);

    public ValueTask<Wallet?> FindWalletByNameAsync(string ownerId, string name, CancellationToken cancellationToken = default) => Next.FindWalletByNameAsync(ownerId, name, cancellationToken);

    public ValueTask<IReadOnlyList<Wallet>> ListWalletsAsync(string ownerId, CancellationToken cancellationToken = default) => Next.ListWalletsAsync(ownerId, cancellationToken);

    public ValueTask<IReadOnlyList<Wallet>> ReadLatestAsync(IReadOnlyList<WalletId> walletIds, CancellationToken cancellationToken = default) => Next.ReadLatestAsync(walletIds, cancellationToken);

    public ValueTask<WalletBalance?> ReadBalanceAsync(WalletId walletId, CancellationToken cancellationToken = default) => Next.ReadBalanceAsync(walletId, cancellationToken);

    public ValueTask<WalletTransaction?> FindTransactionAsync(TransactionId transactionId, CancellationToken cancellationToken = default) => Next.FindTransactionAsync(transactionId, cancellationToken);

    public ValueTask<WalletTransaction?> FindTransactionAsOfAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken = default) => Next.FindTransactionAsOfAsync(walletId, time, cancellationToken);

    public ValueTask<Hold?> FindHoldAsync(HoldId holdId, CancellationToken cancellationToken = default) => Next.FindHoldAsync(holdId, cancellationToken);

    public ValueTask<IReadOnlyList<Hold>> ListOpenHoldsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) => Next.ListOpenHoldsAsync(walletId, after, limit, cancellationToken);

    public ValueTask<IReadOnlyList<WalletId>> ListExpiringWalletsAsync(int limit, CancellationToken cancellationToken = default) => Next.ListExpiringWalletsAsync(limit, cancellationToken);

    public ValueTask<IReadOnlyList<WalletEvent>> ReadEventsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) => Next.ReadEventsAsync(walletId, after, limit, cancellationToken);

    public ValueTask<IReadOnlyList<WalletTransaction>> ReadHistoryAsync(HistoryRange range, CancellationToken cancellationToken = default) => Next.ReadHistoryAsync(range, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await first.DisposeAsync();
        await second.DisposeAsync();
    }
}
