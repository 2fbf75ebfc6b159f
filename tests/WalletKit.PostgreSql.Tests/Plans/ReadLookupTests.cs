using WalletKit.Commands;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Tests.Plans;

/// <summary>
/// A read finds its rows by key, even where the server takes long journals for short ones and full tables for almost empty ones, because they have grown since
/// they were analyzed.
/// </summary>
public sealed class ReadLookupTests : PostgreSqlTest
{
    private const int Entries = 1_000_000;
    private const int Others = 20_000;

    // The reads of a test read a few rows each, and together fewer than this number.
    private const int Few = 3_000;

    private const int BackdatedAtFirst = 20;
    private static readonly DateTimeOffset Early = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reads_find_rows_by_key_whatever_the_statistics_say(bool haveBeenPlannedBefore)
    {
        var reads = new TableReads(Sql, Schema);
        var running = Host(options => options.ConnectionString = reads.ConnectionString);
        var hold = await WorkAsync(running);
        await Sql.RunAsync("ANALYZE walletkit_wallets, walletkit_wallet_names, walletkit_holds, walletkit_journal, walletkit_expiring_wallets");

        // The server makes a new plan for the first executions of a statement, and may then keep a plan.
        for (var i = 0; i < 20; i++)
        {
            await ReadAsync(running, hold);
        }

        await FillAsync(hold.WalletId);
        await using (var fresh = new WalletHost(new WalletHostOptions { Schema = Schema }, options => options.ConnectionString = reads.ConnectionString))
        {
            await ReadAsync(haveBeenPlannedBefore ? running : fresh, hold);
        }

        await running.DisposeAsync();
        Assert.InRange(await reads.CountAsync(), 1, Few);
        Assert.Equal(0, await Sql.ValueAsync<long>($"SELECT sum(seq_tup_read)::bigint FROM pg_stat_user_tables WHERE schemaname = '{Schema}' AND relname IN ('walletkit_wallets', 'walletkit_wallet_names', 'walletkit_holds', 'walletkit_journal')"));
    }

    private static async Task<HoldId> WorkAsync(WalletHost host)
    {
        var wallet = await host.OpenAsync(balance: 10m);
        var hold = (await host.Wallets.PlaceHoldAsync(wallet, 1m, new() { ExpiresIn = TimeSpan.FromDays(1), Reference = "rare" }, Token)).Hold;
        await host.Wallets.DepositAsync(wallet, 1m, new() { Reference = "rare" }, Token);
        await host.Wallets.DepositAsync(wallet, 1m, new() { EffectiveAt = Early }, Token);
        for (var i = 1; i <= BackdatedAtFirst; i++)
        {
            // Most entries of a short journal are back-dated, and few of a long one.
            await host.Wallets.DepositAsync(wallet, 1m, new() { EffectiveAt = Early.AddDays(i) }, Token);
        }

        await host.Wallets.FreezeAsync(wallet, cancellationToken: Token);
        return hold.Id;
    }

    private static async Task ReadAsync(WalletHost host, HoldId hold)
    {
        var (store, wallet) = (host.Store, hold.WalletId);
        Assert.NotNull(await store.FindWalletAsync(wallet, Token));
        Assert.NotNull(await store.FindWalletByNameAsync("owner", "default", Token));
        Assert.Single(await store.ListWalletsAsync("owner", null, 10, Token));
        Assert.Single(await store.ListAllWalletsAsync(null, 1, Token));
        Assert.Single(await store.ReadLatestAsync([wallet], Token));
        Assert.NotNull(await store.FindTransactionAsync(new TransactionId(wallet, 2), Token));
        Assert.NotNull(await store.FindHoldAsync(hold, Token));
        Assert.Single(await store.ListOpenHoldsAsync(wallet, 0, 10, Token));
        Assert.Single(await store.ListEventsAsync(wallet, 0, 10, Token));
        Assert.Empty(await store.ListExpiringWalletsAsync(10, Token));
        Assert.NotEmpty(await store.ListTransactionsAsync(new HistoryRange(wallet, HistoryOrder.NewestFirst, null, 10), Token));
        Assert.NotEmpty(await store.ListTransactionsAsync(new HistoryRange(wallet, HistoryOrder.OldestFirst, null, 10), Token));
        Assert.Single(await store.ListTransactionsAsync(new HistoryRange(wallet, HistoryOrder.OldestFirst, null, 10) { Reference = "rare" }, Token));
        Assert.Equal(1, (await store.SumBackdatedAsync(wallet, Early, 0, long.MaxValue, Token)).Count);
        Assert.Single(await store.ListBackdatedAsync(new BackdatedRange(wallet, HistoryOrder.OldestFirst, null, 10) { Through = new(Early, long.MaxValue) }, Token));
        Assert.Equal(Early, (await store.ListBackdatedAsync(new BackdatedRange(wallet, HistoryOrder.OldestFirst, null, 1), Token))[0].EffectiveAt);
        Assert.NotEmpty(await store.ListBackdatedAsync(new BackdatedRange(wallet, HistoryOrder.NewestFirst, null, 10), Token));
        Assert.NotNull((await store.FindTransactionAsOfAsync(wallet, TimeProvider.System.GetUtcNow(), Token)).Transaction);
    }

    private Task FillAsync(WalletId wallet) => Sql.RunAsync(
        $"""
        SET session_replication_role = replica;
        INSERT INTO walletkit_journal (wallet_id, version, sequence, type, amount, balance, recorded_at, effective_at, hash, status)
        SELECT '{wallet}', {BackdatedAtFirst + 6} + n, {BackdatedAtFirst + 3} + n, 1, 100, 0, now() + n * interval '1 microsecond', CASE WHEN n % 10 = 0 THEN now() - interval '1 day' END, decode(repeat('00', 32), 'hex'), 'frozen' FROM generate_series(1, {Entries}) n;
        INSERT INTO walletkit_holds (wallet_id, number, amount, captured, status, expires_at, created_at, updated_at)
        SELECT '{wallet}', 1 + n, 100, 100, 'captured', now() + interval '1 day', now(), now() FROM generate_series(1, {Entries / 10}) n;
        INSERT INTO walletkit_expiring_wallets SELECT gen_random_uuid(), now() + interval '1 day' FROM generate_series(1, {Others});
        WITH others AS (
            INSERT INTO walletkit_wallets (id, owner_id, name, currency, exponent, created_at, text_secret, key_secret)
            SELECT gen_random_uuid(), 'owner ' || n, 'default', 'USD', 2, now(), decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex') FROM generate_series(1, {Others}) n RETURNING id, owner_id, name),
        names AS (INSERT INTO walletkit_wallet_names (owner_id, name, wallet_id) SELECT owner_id, name, id FROM others)
        INSERT INTO walletkit_journal (wallet_id, version, sequence, type, balance, recorded_at, hash) SELECT id, 1, 0, 301, 0, now(), decode(repeat('00', 32), 'hex') FROM others;
        SET session_replication_role = DEFAULT;
        """);
}
