using WalletKit.Rules;
using WalletKit.Storage;
using WalletKit.Stores;

namespace WalletKit.Testing.Tests.Stores;

/// <summary>A store with the abstract members of its base and no more. Another store does its work.</summary>
internal class PlainStore(IWalletStore work) : WalletStore
{
    public override ValueTask OpenAsync(CancellationToken cancellationToken = default) => work.OpenAsync(cancellationToken);

    public override ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default) => work.CommitAsync(batch, cancellationToken);

    public override ValueTask<Wallet?> FindWalletAsync(WalletId walletId, CancellationToken cancellationToken = default) => work.FindWalletAsync(walletId, cancellationToken);

    public override ValueTask<Wallet?> FindWalletByNameAsync(string ownerId, string name, CancellationToken cancellationToken = default) =>
        work.FindWalletByNameAsync(ownerId, name, cancellationToken);

    public override ValueTask<Page<Wallet>> ListWalletsAsync(string ownerId, string? after, int limit, CancellationToken cancellationToken = default) =>
        work.ListWalletsAsync(ownerId, after, limit, cancellationToken);

    public override ValueTask<Page<Wallet>> ListAllWalletsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default) =>
        work.ListAllWalletsAsync(after, limit, cancellationToken);

    public override ValueTask<IReadOnlyList<Wallet>> ReadLatestAsync(IReadOnlyList<WalletId> walletIds, CancellationToken cancellationToken = default) =>
        work.ReadLatestAsync(walletIds, cancellationToken);

    public override ValueTask<WalletTransaction?> FindTransactionAsync(TransactionId transactionId, CancellationToken cancellationToken = default) =>
        work.FindTransactionAsync(transactionId, cancellationToken);

    public override ValueTask<TransactionAsOf> FindTransactionAsOfAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken = default) =>
        work.FindTransactionAsOfAsync(walletId, time, cancellationToken);

    public override ValueTask<Hold?> FindHoldAsync(HoldId holdId, CancellationToken cancellationToken = default) => work.FindHoldAsync(holdId, cancellationToken);

    public override ValueTask<Page<Hold>> ListOpenHoldsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) =>
        work.ListOpenHoldsAsync(walletId, after, limit, cancellationToken);

    public override ValueTask<IReadOnlyList<WalletId>> ListExpiringWalletsAsync(int limit, CancellationToken cancellationToken = default) =>
        work.ListExpiringWalletsAsync(limit, cancellationToken);

    public override ValueTask<Page<WalletEvent>> ListEventsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) =>
        work.ListEventsAsync(walletId, after, limit, cancellationToken);

    public override ValueTask<Page<WalletTransaction>> ListTransactionsAsync(HistoryRange range, CancellationToken cancellationToken = default) =>
        work.ListTransactionsAsync(range, cancellationToken);

    public override ValueTask<Page<WalletTransaction>> ListBackdatedAsync(BackdatedRange range, CancellationToken cancellationToken = default) =>
        work.ListBackdatedAsync(range, cancellationToken);

    public override ValueTask<BackdatedSum> SumBackdatedAsync(
        WalletId walletId, DateTimeOffset time, long afterVersion, long throughVersion, CancellationToken cancellationToken = default) =>
        work.SumBackdatedAsync(walletId, time, afterVersion, throughVersion, cancellationToken);

    public override ValueTask DisposeAsync() => work.DisposeAsync();
}
