using WalletKit.Stores;

namespace WalletKit.Samples.Tests.CustomStore;

// [example: loaded]
/// <summary>What a batch reads of a database that has to be waited for: brought into memory piece by piece, as it turns out to be read.</summary>
internal sealed class LoadedStates(IDatabase database) : IStateSource
{
    private readonly Dictionary<object, object?> _loaded = [];

    /// <summary>In the transaction that the changes will be written in, with the rows locked that are read.</summary>
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
                // The rules do nothing but calculate, so they can be asked again from the beginning.
                staged.Clear();
                _loaded[missing.Key] = await missing.LoadAsync();
            }
        }
    }

    public Wallet? FindWallet(WalletId walletId) => Find(walletId, () => database.FindWalletAsync(walletId));

    public Wallet? FindWallet(string ownerId, string name) => Find((ownerId, name), () => database.FindWalletAsync(ownerId, name));

    public int CountOpenWallets(string ownerId, int limit) => Find(("open", ownerId, limit), () => database.CountOpenWalletsAsync(ownerId, limit));

    public RecordedCommand? FindRecorded(WalletId walletId, string key) => Find((walletId, key), () => database.FindRecordedAsync(walletId, key));

    public Rebate? FindRebate(TransactionId deposit) => Find(("rebate", deposit), () => database.FindRebateAsync(deposit));

    public WalletTransaction? FindTransaction(TransactionId transaction) => Find(transaction, () => database.FindTransactionAsync(transaction));

    public long? FindReversal(TransactionId transaction) => Find(("reversal", transaction), () => database.FindReversalAsync(transaction));

    public Hold? FindHold(HoldId hold) => Find(hold, () => database.FindHoldAsync(hold));

    public long SumExpired(WalletId walletId, DateTimeOffset now, EndedThrough? ended) =>
        Find((walletId, now, ended), () => database.SumExpiredAsync(walletId, now, ended));

    public IReadOnlyList<Hold> FindExpiring(WalletId walletId, DateTimeOffset after, int limit) =>
        Find((walletId, after, limit), () => database.FindExpiringAsync(walletId, after, limit));

    public IReadOnlyList<Hold> FindEnded(WalletId walletId, EndedThrough ended, int limit) =>
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
