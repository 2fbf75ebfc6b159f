using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using WalletKit.Stores;

namespace WalletKit.Tests.Storage;

/// <summary>Batches of many callers that are certain to share one commit: they are handed over while another connection holds the file.</summary>
public sealed class SqliteGroupTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private SqliteWalletStore _store = null!;

    private string Path => _directory.File("wallets.db");

    public async ValueTask InitializeAsync()
    {
        var options = new SqliteStoreOptions { ConnectionString = $"Data Source={Path}", BusyTimeout = TimeSpan.FromMinutes(1) };
        _store = new SqliteWalletStore(options, new FakeTimeProvider());
        await _store.OpenAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_batch_that_is_refused_after_transfers_and_reversals_of_its_own_takes_nothing_of_its_neighbors_with_it()
    {
        var (one, two) = (await OpenWithAsync("one", 10m), await OpenWithAsync("two", 10m));
        var leg = new TransactionId(one, 3);

        var results = await CommitTogetherAsync(
            new CommandBatch(new Transfer(one, two, 4m)),
            new CommandBatch([new Reverse(leg), new Transfer(one, two, 10m), new Withdraw(one, 0.01m)]) { IdempotencyKey = "refused" },
            new CommandBatch([new Deposit(two, 1m), new Withdraw(two, 5m)]) { IdempotencyKey = "key" },
            new CommandBatch([new OpenWallet(new WalletId(Guid.NewGuid()), "new", Usd), new Withdraw(one, 100m)]),
            new CommandBatch(new Reverse(new TransactionId(two, 3))),
            new CommandBatch([new Reverse(leg)]),
            new CommandBatch([new Deposit(two, 1m), new Withdraw(two, 5m)]) { IdempotencyKey = "key" },
            new CommandBatch([new Deposit(two, 1m), new Withdraw(two, 5m)]) { ExpectedVersions = [(two, 9)] },
            new CommandBatch(new Withdraw(one, 10m)));

        Assert.Equal([-1, 2, -1, 1, -1, 0, -1, -1, -1], results.Select(result => result.RefusedIndex));
        Assert.Equal(
            [null, "insufficient_funds", null, "insufficient_funds", null, "already_reversed", null, "concurrency_conflict", null],
            results.Select(result => result.Refusal?.Code));
        Assert.Equal([(one, 3L), (two, 5L)], new[] { results[4].First.Transactions[1], results[4].First.Transactions[0] }.Select(reversal => (reversal.WalletId, reversal.Sequence)));
        Assert.All(results[6].Results, result => Assert.True(result.Replayed));
        Assert.Equal(6, results[7].Refusal is ConcurrencyConflictException conflict ? conflict.ActualVersion : 0);
        Assert.Equal([10m, -4m, 4m, -10m], await AmountsAsync(one));
        Assert.Equal([10m, 4m, 1m, -5m, -4m], await AmountsAsync(two));
        Assert.Empty(await _store.ListWalletsAsync("new", null, 10, Token));
    }

    [Fact]
    public async Task A_refused_batch_gives_back_the_keys_and_the_names_that_it_had_taken()
    {
        var one = await OpenWithAsync("one", 10m);
        var (first, second) = (new WalletId(Guid.NewGuid()), new WalletId(Guid.NewGuid()));
        var keyed = new Deposit(one, 1m) { IdempotencyKey = "key" };

        var results = await CommitTogetherAsync(
            new CommandBatch([keyed, new OpenWallet(first, "new", Usd), new Transfer(one, first, 11m), new Withdraw(one, 1m)]),
            new CommandBatch(new OpenWallet(second, "new", Usd)),
            new CommandBatch(keyed),
            new CommandBatch(new Transfer(one, second, 11m)),
            new CommandBatch(keyed));

        Assert.Equal([3, -1, -1, -1, -1], results.Select(result => result.RefusedIndex));
        Assert.Equal([false, false, false, true], results[1..].Select(result => result.First.Replayed));
        Assert.Equal(second, Assert.Single(await _store.ListWalletsAsync("new", null, 10, Token)).Id);
        Assert.Equal([11m], await AmountsAsync(second));
    }

    [Fact]
    public async Task A_rebate_paid_and_taken_back_in_one_commit_is_written_as_if_in_several()
    {
        var one = await OpenWithAsync("one", 10m);
        var deposit = new TransactionId(one, 3);

        var results = await CommitTogetherAsync(
            new CommandBatch(new Deposit(one, 100m) { RebateTerms = new("policy", "terms") }),
            new CommandBatch(new PayRebate(deposit, 1m)),
            new CommandBatch(new Reverse(deposit) { IdempotencyKey = "key" }),
            new CommandBatch(new PayRebate(deposit, 1m)),
            new CommandBatch(new Reverse(new TransactionId(one, 4))),
            new CommandBatch(new Reverse(deposit) { IdempotencyKey = "key" }));

        Assert.Equal([null, null, null, "rebate_state", "already_reversed", null], results.Select(result => result.Refusal?.Code));
        Assert.Equal(results[2].First.Transactions, results[5].First.Transactions);
        Assert.Equal([10m, 100m, 1m, -100m, -1m], await AmountsAsync(one));
    }

    [Fact]
    public async Task Wallets_are_read_after_every_batch_that_was_handed_over_before()
    {
        var one = await OpenWithAsync("one", 10m);
        ValueTask<IReadOnlyList<Wallet>> reading;
        Task<BatchResult>[] commits;
        using (Hold())
        {
            commits = [.. Enumerable.Range(0, 20).Select(_ => _store.CommitAsync(new CommandBatch(new Deposit(one, 1m)), Token).AsTask())];
            reading = _store.ReadLatestAsync([one], Token);
            Assert.Equal(10m, (await _store.FindWalletAsync(one, Token))!.Balance);
        }

        Assert.Equal(30m, Assert.Single(await reading).Balance);
        await Task.WhenAll(commits);
    }

    private static Currency Usd => Currency.FromIso("USD");

    private async Task<BatchResult[]> CommitTogetherAsync(params CommandBatch[] batches)
    {
        Task<BatchResult>[] commits;
        using (Hold())
        {
            commits = [.. batches.Select(batch => _store.CommitAsync(batch, Token).AsTask())];
        }

        return await Task.WhenAll(commits).WaitAsync(TimeSpan.FromSeconds(60), Token);
    }

    /// <summary>Takes the file's write lock, like another process, until it is disposed of.</summary>
    private SqliteConnection Hold()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        begin.ExecuteNonQuery();
        return connection;
    }

    private async Task<WalletId> OpenWithAsync(string owner, decimal amount)
    {
        var walletId = new WalletId(Guid.CreateVersion7());
        Assert.Null((await _store.CommitAsync(new CommandBatch([new OpenWallet(walletId, owner, Usd), new Deposit(walletId, amount)]), Token)).Refusal);
        return walletId;
    }

    private async Task<IEnumerable<decimal>> AmountsAsync(WalletId walletId) =>
        (await _store.ListTransactionsAsync(new(walletId, HistoryOrder.OldestFirst, null, int.MaxValue), Token)).Select(transaction => transaction.Amount);
}
