using Npgsql;
using WalletKit.Commands;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Tests.Plans;

/// <summary>Tables that the script divided by a hash of the wallet.</summary>
public sealed class PartitionTests : PostgreSqlTest
{
    private const int Partitions = 8;
    private static readonly string[] s_divided = ["walletkit_holds", "walletkit_idempotency_keys", "walletkit_journal", "walletkit_texts"];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Sql.RunAsync(PostgreSqlWalletStore.CreateScript(Schema, partitions: Partitions));
    }

    [Fact]
    public async Task The_tables_that_grow_with_each_transaction_are_divided_and_the_books_hold()
    {
        var host = Host(options => options.MigrateOnOpen = false);
        await FillAsync(host);

        Assert.Equal(s_divided, await Sql.ReadAsync($"SELECT relname::text FROM pg_class WHERE relnamespace = '{Schema}'::regnamespace AND relkind = 'p' ORDER BY 1", row => row.GetString(0)));
        Assert.Equal(s_divided.Length * Partitions, await Sql.CountAsync($"pg_class WHERE relnamespace = '{Schema}'::regnamespace AND relispartition AND relkind = 'r'"));
        await host.AssertCleanAsync();
    }

    [Fact]
    public async Task The_statements_of_a_wallet_look_into_its_partition_alone()
    {
        var reads = new TableReads(Sql, Schema);
        await using (var filling = CountedHost(reads))
        {
            await FillAsync(filling);
        }

        await using var host = CountedHost(reads);
        await reads.CountAsync();
        var before = await TouchedAsync();
        var wallet = (await host.Wallets.FindWalletAsync("owner 0", cancellationToken: Token))!.Id;
        for (var i = 0; i < 10; i++)
        {
            await WorkAsync(host, wallet, $"second {i}");
            await ReadAsync(host, wallet);
        }

        await host.DisposeAsync();
        await reads.CountAsync();
        var after = await TouchedAsync();

        var touched = after.Where(pair => pair.Value > before[pair.Key]).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        Assert.True(s_divided.SequenceEqual(touched.Select(pair => pair.Key[..pair.Key.LastIndexOf('_')])), string.Join(", ", touched.Select(pair => $"{pair.Key}: {before[pair.Key]} to {pair.Value}")));

        // A partition that has no row would not show that it is looked into.
        foreach (var table in s_divided)
        {
            Assert.Equal(Partitions, await Sql.ValueAsync<long>($"SELECT count(DISTINCT tableoid) FROM {table}"));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(257)]
    public void A_number_of_partitions_out_of_range_is_refused(int partitions) =>
        Assert.Equal("partitions", Assert.Throws<ArgumentOutOfRangeException>(() => PostgreSqlWalletStore.CreateScript(partitions: partitions)).ParamName);

    [Fact]
    public void Tables_that_are_there_are_not_divided() =>
        Assert.Equal("partitions", Assert.Throws<ArgumentException>(() => PostgreSqlWalletStore.CreateScript(from: 1, partitions: 8)).ParamName);

    private WalletHost CountedHost(TableReads reads) => new(
        new WalletHostOptions { Schema = Schema },
        options => options.ConnectionString = new NpgsqlConnectionStringBuilder(reads.ConnectionString) { Pooling = false }.ConnectionString);

    private static async Task FillAsync(WalletHost host)
    {
        for (var i = 0; i < 10 * Partitions; i++)
        {
            await WorkAsync(host, await host.OpenAsync($"owner {i}"), "first");
        }

        await host.Rebates.ProcessPendingAsync(Token);
    }

    private static async Task WorkAsync(WalletHost host, WalletId wallet, string key)
    {
        var deposit = await host.Wallets.DepositAsync(wallet, 5m, new() { IdempotencyKey = key, Reference = "reference" }, Token);
        await host.Wallets.DepositAsync(wallet, 5m, new() { IdempotencyKey = key, Reference = "reference" }, Token);
        var hold = await host.Wallets.PlaceHoldAsync(wallet, 2m, new() { ExpiresIn = TimeSpan.FromDays(1) }, Token);
        await host.Wallets.CaptureHoldAsync(hold.Hold.Id, 1m, new() { KeepOpen = true }, Token);
        await host.Wallets.VoidHoldAsync(hold.Hold.Id, cancellationToken: Token);
        var taken = await host.Wallets.WithdrawAsync(wallet, 1m, cancellationToken: Token);
        await host.Wallets.ReverseAsync(taken.Transaction.Id, cancellationToken: Token);
        await host.Store.CommitAsync(new CommandBatch(new PayRebate(deposit.Transaction.Id, 0.05m)), Token);
        await host.Wallets.FreezeAsync(wallet, cancellationToken: Token);
        await host.Wallets.UnfreezeAsync(wallet, cancellationToken: Token);
    }

    private static async Task ReadAsync(WalletHost host, WalletId wallet)
    {
        var (store, now) = (host.Store, TimeProvider.System.GetUtcNow());
        Assert.NotNull(await store.FindWalletAsync(wallet, Token));
        Assert.NotNull(await store.FindHoldAsync(new HoldId(wallet, 1), Token));
        Assert.NotNull(await store.FindTransactionAsync(new TransactionId(wallet, 2), Token));
        Assert.NotEmpty(await store.ListTransactionsAsync(new HistoryRange(wallet, HistoryOrder.NewestFirst, null, 10), Token));
        Assert.NotEmpty(await store.ListTransactionsAsync(new HistoryRange(wallet, HistoryOrder.OldestFirst, null, 10) { Reference = "reference" }, Token));
        Assert.NotEmpty(await store.ListEventsAsync(wallet, 0, 10, Token));
        await store.ListOpenHoldsAsync(wallet, 0, 10, Token);
        await store.SumBackdatedAsync(wallet, now, 0, long.MaxValue, Token);
        Assert.NotNull((await store.FindTransactionAsOfAsync(wallet, now, Token)).Transaction);
    }

    // Scans of indexes and tables, and blocks: a row that is looked up by its place is no scan.
    private async Task<Dictionary<string, long>> TouchedAsync() => (await Sql.ReadAsync(
        $"""
        SELECT s.relname::text, coalesce(s.seq_scan, 0) + coalesce(s.idx_scan, 0) + coalesce(b.heap_blks_hit, 0) + coalesce(b.heap_blks_read, 0)
        FROM pg_stat_user_tables s JOIN pg_statio_user_tables b USING (relid) JOIN pg_class c ON c.oid = s.relid WHERE s.schemaname = '{Schema}' AND c.relispartition
        """,
        row => (row.GetString(0), row.GetInt64(1)))).ToDictionary();
}
