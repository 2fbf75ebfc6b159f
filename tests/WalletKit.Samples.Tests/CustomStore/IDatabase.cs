using WalletKit.Stores;

namespace WalletKit.Samples.Tests.CustomStore;

/// <summary>The queries of a database for everything that the rules may read.</summary>
internal interface IDatabase
{
    Task<Wallet?> FindWalletAsync(WalletId walletId);

    Task<Wallet?> FindWalletAsync(string ownerId, string name);

    Task<int> CountOpenWalletsAsync(string ownerId, int limit);

    Task<WalletSecrets?> FindSecretsAsync(WalletId walletId);

    Task<RecordedCommand?> FindRecordedAsync(WalletId walletId, KeyHash key);

    Task<Rebate?> FindRebateAsync(TransactionId deposit);

    Task<WalletTransaction?> FindTransactionAsync(TransactionId transaction);

    Task<long?> FindReversalAsync(TransactionId transaction);

    Task<Hold?> FindHoldAsync(HoldId hold);

    Task<long> SumExpiredAsync(WalletId walletId, DateTimeOffset now, EndedThrough? ended);

    Task<IReadOnlyList<Hold>> FindExpiringAsync(WalletId walletId, DateTimeOffset after, int limit);

    Task<IReadOnlyList<Hold>> FindEndedAsync(WalletId walletId, EndedThrough ended, int limit);
}
