using WalletKit.Stores;

namespace WalletKit.Samples.Tests.CustomStore;

// [example: loaded]
/// <summary>The states that a batch reads from a database with asynchronous queries. Each is loaded into memory when the rules first ask for it.</summary>
internal sealed class LoadedStates(IDatabase database) : StateSource
{
    private readonly Dictionary<object, object?> _loaded = [];

    /// <summary>Runs a batch. Call this in the transaction that will write the changes, and lock the rows that it reads.</summary>
    public async Task<(BatchResult Result, StagedChanges Staged)> ExecuteAsync(CommandBatch batch, DateTimeOffset now)
    {
        var staged = new StagedChanges(this);
        while (true)
        {
            try
            {
                return (BatchExecution.Execute(batch, staged, now), staged);
            }
            catch (NotLoadedException missing)
            {
                // The rules only calculate, so they can run again from the beginning.
                staged.Clear();
                _loaded[missing.Key] = await missing.LoadAsync();
            }
        }
    }

    public override Wallet? FindWallet(WalletId walletId) => Find(walletId, () => database.FindWalletAsync(walletId));

    public override Wallet? FindWallet(string ownerId, string name) => Find((ownerId, name), () => database.FindWalletAsync(ownerId, name));

    public override int CountOpenWallets(string ownerId, int limit) => Find(("open", ownerId, limit), () => database.CountOpenWalletsAsync(ownerId, limit));

    public override WalletSecrets? FindSecrets(WalletId walletId) => Find(("secrets", walletId), () => database.FindSecretsAsync(walletId));

    public override RecordedCommand? FindRecorded(WalletId walletId, KeyHash key) => Find((walletId, key), () => database.FindRecordedAsync(walletId, key));

    public override Rebate? FindRebate(TransactionId deposit) => Find(("rebate", deposit), () => database.FindRebateAsync(deposit));

    public override WalletTransaction? FindTransaction(TransactionId transaction) => Find(transaction, () => database.FindTransactionAsync(transaction));

    public override long? FindReversal(TransactionId transaction) => Find(("reversal", transaction), () => database.FindReversalAsync(transaction));

    public override Hold? FindHold(HoldId hold) => Find(hold, () => database.FindHoldAsync(hold));

    public override long SumExpired(WalletId walletId, DateTimeOffset now, EndedThrough? ended) =>
        Find((walletId, now, ended), () => database.SumExpiredAsync(walletId, now, ended));

    public override IReadOnlyList<Hold> FindExpiring(WalletId walletId, DateTimeOffset after, int limit) =>
        Find((walletId, after, limit), () => database.FindExpiringAsync(walletId, after, limit));

    public override IReadOnlyList<Hold> FindEnded(WalletId walletId, EndedThrough ended, int limit) =>
        Find((walletId, ended, limit), () => database.FindEndedAsync(walletId, ended, limit));

    private T Find<T>(object key, Func<Task<T>> load) =>
        _loaded.TryGetValue(key, out var found) ? (T)found! : throw new NotLoadedException(key, async () => await load());

    private sealed class NotLoadedException(object key, Func<Task<object?>> load) : Exception
    {
        public object Key => key;

        public Task<object?> LoadAsync() => load();
    }
}
// [end]
