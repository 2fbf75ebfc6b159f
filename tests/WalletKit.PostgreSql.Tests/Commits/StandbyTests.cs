using WalletKit.Commands;
using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests.Commits;

/// <summary>A server whose commits must be confirmed by a standby, which does not answer.</summary>
public sealed class StandbyTests : PostgreSqlTest
{
    private const string WaitsForStandby = "pg_stat_activity WHERE wait_event = 'SyncRep'";

    [Fact]
    public async Task A_commit_that_no_standby_confirmed_is_not_acknowledged_however_its_connection_ends()
    {
        Assert.SkipUnless(TemporaryCluster.IsPossible, TestServer.Missing ?? "There is no PostgreSQL here whose settings could be changed.");
        using var cluster = TemporaryCluster.Start("fsync=off");
        await using var sql = new Sql(Schema, cluster.ConnectionString);
        await using var host = new WalletHost(new WalletHostOptions { Schema = Schema }, options => options.ConnectionString = cluster.ConnectionString);
        var wallet = await host.OpenAsync();
        await sql.RunAsync("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        await sql.RunAsync("SELECT pg_reload_conf()");

        var deposit = host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
        await Until.TrueAsync(async () => await sql.CountAsync(WaitsForStandby) == 1, "the commit waits for the standby");
        await sql.RunAsync($"SELECT pg_terminate_backend(pid) FROM {WaitsForStandby}");

        // By now all sessions can see the deposit, but the standby does not have it.
        await Until.TrueAsync(async () => await sql.CountAsync(WaitsForStandby) == 1 && await sql.CountAsync("walletkit_journal WHERE amount IS NOT NULL") == 1, "the look at the commit waits for the standby as well");
        Assert.False(deposit.IsCompleted);
        await sql.RunAsync("ALTER SYSTEM RESET synchronous_standby_names");
        await sql.RunAsync("SELECT pg_reload_conf()");

        Assert.Equal(1m, (await deposit).Balance);
        Assert.Equal(1, await sql.CountAsync("walletkit_journal WHERE amount IS NOT NULL"));
    }
}
