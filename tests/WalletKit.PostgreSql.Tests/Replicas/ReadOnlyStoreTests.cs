using System.Text;
using Npgsql;
using WalletKit.Commands;
using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests.Replicas;

/// <summary>A store that may only read. Nothing is written by the way.</summary>
public sealed class ReadOnlyStoreTests : PostgreSqlTest
{
    [Fact]
    public async Task A_standby_is_opened_read_audited_and_digested()
    {
        await using var pair = Pair.Start();
        await using var writing = Host(pair.Primary.ConnectionString);
        var wallet = await FillAsync(writing);
        await pair.CatchUpAsync();
        await using var reading = Host(pair.Standby.ConnectionString);

        await AssertReadableAsync(reading, writing, wallet);
    }

    [Fact]
    public async Task A_role_that_may_only_select_opens_reads_audits_and_digests_and_writes_nothing()
    {
        Assert.SkipUnless(TemporaryCluster.IsPossible, TestServer.Missing ?? "There is no PostgreSQL here whose roles could be changed.");
        using var cluster = TemporaryCluster.Start("fsync=off", "autovacuum=off");
        await using var sql = new Sql(Schema, cluster.ConnectionString);
        await using var writing = Host(cluster.ConnectionString);
        var wallet = await FillAsync(writing);
        await sql.RunAsync($"CREATE ROLE reader LOGIN; REVOKE TEMPORARY ON DATABASE postgres FROM PUBLIC; GRANT USAGE ON SCHEMA {Schema} TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA {Schema} TO reader");
        await using var reading = Host(new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Username = "reader" }.ConnectionString);

        await AssertReadableAsync(reading, writing, wallet, StoreFailure.CannotOpen);

        await sql.RunAsync("ALTER ROLE reader SET default_transaction_read_only = on");
        await using var readOnly = Host(new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Username = "reader" }.ConnectionString);
        await AssertReadableAsync(readOnly, writing, wallet);
    }

    [Fact]
    public async Task A_standby_without_the_tables_is_refused_as_read_only()
    {
        await using var pair = Pair.Start();
        await using var host = Host(pair.Standby.ConnectionString);

        var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => host.OpenAsync());

        Assert.Equal(StoreFailure.ReadOnly, refusal.Failure);
    }

    private static async Task<WalletId> FillAsync(WalletHost host)
    {
        var (wallet, other) = (await host.OpenAsync("owner", 10m), await host.OpenAsync("other"));
        await host.Wallets.TransferAsync(wallet, other, 3m, new() { Reference = "order" }, Token);
        await host.Wallets.PlaceHoldAsync(wallet, 1m, cancellationToken: Token);
        await host.Wallets.GetTrialBalanceAsync(cancellationToken: Token);
        return wallet;
    }

    private static async Task AssertReadableAsync(WalletHost reading, WalletHost writing, WalletId wallet, StoreFailure refusedAs = StoreFailure.ReadOnly)
    {
        Assert.Equal((7m, 1m), ((await reading.Wallets.GetBalanceAsync(wallet, Token)).Balance, (await reading.Wallets.GetBalanceAsync(wallet, Token)).Held));
        Assert.Equal(2, (await reading.Wallets.ListTransactionsAsync(wallet, cancellationToken: Token)).Transactions.Count);
        var now = DateTimeOffset.UtcNow;
        var statement = await reading.Wallets.GetStatementAsync(wallet, now.AddHours(-1), now.AddHours(1), cancellationToken: Token);
        Assert.Equal((7m, 2, false), (statement.ClosingBalance, statement.Count, statement.IsFinal));
        Assert.Equal(7m, await reading.Wallets.GetBalanceAsOfAsync(wallet, now, cancellationToken: Token));
        Assert.NotEmpty((await reading.Wallets.GetTrialBalanceAsync(cancellationToken: Token)).Currencies);
        await reading.AssertCleanAsync();
        Assert.Equal(await DigestAsync(writing), await DigestAsync(reading));

        var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => reading.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token));
        Assert.Equal((refusedAs, false), (refusal.Failure, refusal.OutcomeUnknown));
        Assert.Equal(7m, (await writing.Wallets.GetBalanceAsync(wallet, Token)).Balance);
    }

    private static async Task<string> DigestAsync(WalletHost host)
    {
        using var manifest = new MemoryStream();
        await host.Digests.WriteAsync(manifest, Token);
        return Encoding.UTF8.GetString(manifest.ToArray());
    }

    private WalletHost Host(string connectionString) => new(
        new WalletHostOptions { Schema = Schema, Log = Log, Rebates = static rebates => rebates.Enabled = false },
        options => (options.ConnectionString, options.RetryTimeout) = (connectionString, TimeSpan.FromMilliseconds(500)));
}
