using WalletKit.Stores;

namespace WalletKit.Samples.Tests.CustomStore;

/// <summary>States that are in memory, although each query waits. It counts its queries.</summary>
internal sealed class SlowDatabase(StateSource states) : IDatabase
{
    public int Queries { get; private set; }

    public Task<Wallet?> FindWalletAsync(WalletId walletId) => LaterAsync(() => states.FindWallet(walletId));

    public Task<Wallet?> FindWalletAsync(string ownerId, string name) => LaterAsync(() => states.FindWallet(ownerId, name));

    public Task<int> CountOpenWalletsAsync(string ownerId, int limit) => LaterAsync(() => states.CountOpenWallets(ownerId, limit));

    public Task<WalletSecrets?> FindSecretsAsync(WalletId walletId) => LaterAsync(() => states.FindSecrets(walletId));

    public Task<RecordedCommand?> FindRecordedAsync(WalletId walletId, KeyHash key) => LaterAsync(() => states.FindRecorded(walletId, key));

    public Task<Rebate?> FindRebateAsync(TransactionId deposit) => LaterAsync(() => states.FindRebate(deposit));

    public Task<WalletTransaction?> FindTransactionAsync(TransactionId transaction) => LaterAsync(() => states.FindTransaction(transaction));

    public Task<long?> FindReversalAsync(TransactionId transaction) => LaterAsync(() => states.FindReversal(transaction));

    public Task<Hold?> FindHoldAsync(HoldId hold) => LaterAsync(() => states.FindHold(hold));

    public Task<long> SumExpiredAsync(WalletId walletId, DateTimeOffset now, EndedThrough? ended) => LaterAsync(() => states.SumExpired(walletId, now, ended));

    public Task<IReadOnlyList<Hold>> FindExpiringAsync(WalletId walletId, DateTimeOffset after, int limit) => LaterAsync(() => states.FindExpiring(walletId, after, limit));

    public Task<IReadOnlyList<Hold>> FindEndedAsync(WalletId walletId, EndedThrough ended, int limit) => LaterAsync(() => states.FindEnded(walletId, ended, limit));

    private async Task<T> LaterAsync<T>(Func<T> find)
    {
        Queries++;
        await Task.Yield();
        return find();
    }
}
