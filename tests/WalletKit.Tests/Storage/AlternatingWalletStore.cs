using WalletKit.Commands;
using WalletKit.Rebates;
using WalletKit.Storage;

namespace WalletKit.Tests.Storage;

/// <summary>Two stores that keep the same wallets, taking turns call by call.</summary>
internal sealed class AlternatingWalletStore(IWalletStore first, IWalletStore second) : IWalletStore, IRebateStore
{
    private int _calls;

    public IRebateStore Rebates => this;

    private IWalletStore Next => int.IsOddInteger(Interlocked.Increment(ref _calls)) ? first : second;

    public async ValueTask OpenAsync(CancellationToken cancellationToken = default)
    {
        await first.OpenAsync(cancellationToken);
        await second.OpenAsync(cancellationToken);
    }

    public ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default) =>
        Next.CommitAsync(batch, cancellationToken);

    public ValueTask<Wallet?> FindWalletAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        Next.FindWalletAsync(walletId, cancellationToken);

    public ValueTask<Wallet?> FindWalletByNameAsync(string ownerId, string name, CancellationToken cancellationToken = default) =>
        Next.FindWalletByNameAsync(ownerId, name, cancellationToken);

    public ValueTask<IReadOnlyList<Wallet>> ListWalletsAsync(string ownerId, CancellationToken cancellationToken = default) =>
        Next.ListWalletsAsync(ownerId, cancellationToken);

    public ValueTask<IReadOnlyList<WalletTransaction>> ReadHistoryAsync(HistoryRange range, CancellationToken cancellationToken = default) =>
        Next.ReadHistoryAsync(range, cancellationToken);

    public ValueTask<IReadOnlyList<ClaimedRebate>> ClaimAsync(Guid stamp, DateTimeOffset until, int limit, CancellationToken cancellationToken = default) =>
        Next.Rebates.ClaimAsync(stamp, until, limit, cancellationToken);

    public ValueTask ReleaseAsync(Guid stamp, CancellationToken cancellationToken = default) =>
        Next.Rebates.ReleaseAsync(stamp, cancellationToken);

    public ValueTask<Rebate?> FindAsync(TransactionId deposit, CancellationToken cancellationToken = default) =>
        Next.Rebates.FindAsync(deposit, cancellationToken);

    public ValueTask<IReadOnlyList<Rebate>> ListAsync(RebateStatus status, TransactionId? after, int limit, CancellationToken cancellationToken = default) =>
        Next.Rebates.ListAsync(status, after, limit, cancellationToken);

    public ValueTask<long> CountAsync(RebateStatus status, CancellationToken cancellationToken = default) =>
        Next.Rebates.CountAsync(status, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await first.DisposeAsync();
        await second.DisposeAsync();
    }
}
