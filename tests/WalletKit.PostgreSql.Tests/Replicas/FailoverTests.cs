using Npgsql;
using WalletKit.Commands;
using WalletKit.PostgreSql.Schema;
using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests.Replicas;

/// <summary>A server that takes no writes for a while, and one whose standby takes over.</summary>
public sealed class FailoverTests : PostgreSqlTest
{
    [Fact]
    public async Task A_commit_waits_while_writes_are_turned_off_and_is_made_when_they_are_turned_on_again()
    {
        using var cluster = Start();
        await using var sql = new Sql(Schema, cluster.ConnectionString);
        await using var host = Host(cluster.ConnectionString, TimeSpan.FromHours(1));
        var wallet = await host.OpenAsync(balance: 1m);

        // The pool keeps sessions that began while there were no writes.
        await sql.RunAsync("ALTER DATABASE postgres SET default_transaction_read_only = on");
        await sql.RunAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND application_name = 'WalletKit'");
        var deposit = host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
        var claim = host.Rebates.ProcessPendingAsync(Token);
        await Until.TrueAsync(async () => await sql.CountAsync("pg_stat_activity WHERE application_name = 'WalletKit' AND backend_start > now() - interval '1 second'") > 0, "the store comes back");
        Assert.False(deposit.IsCompleted);
        await sql.RunAsync("SET default_transaction_read_only = off; ALTER DATABASE postgres RESET default_transaction_read_only");

        Assert.Equal(2m, (await deposit).Balance);
        await claim;
        await host.AssertCleanAsync();
    }

    [Fact]
    public async Task A_commit_is_refused_as_read_only_after_the_retry_timeout_and_the_next_one_after_the_end_of_it_works()
    {
        using var cluster = Start();
        await using var sql = new Sql(Schema, cluster.ConnectionString);
        await using var host = Host(cluster.ConnectionString, TimeSpan.FromMilliseconds(300));
        var wallet = await host.OpenAsync(balance: 1m);
        await sql.RunAsync("ALTER DATABASE postgres SET default_transaction_read_only = on");
        await sql.RunAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND application_name = 'WalletKit'");

        var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token));
        await sql.RunAsync("SET default_transaction_read_only = off; ALTER DATABASE postgres RESET default_transaction_read_only");

        Assert.Equal((StoreFailure.ReadOnly, false), (refusal.Failure, refusal.OutcomeUnknown));
        Assert.Equal(2m, (await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token)).Balance);
    }

    [Fact]
    public async Task The_next_commit_after_a_failover_is_made_by_the_standby_that_took_over()
    {
        await using var pair = Pair.Start();
        await using var host = Host(pair.ConnectionString, TimeSpan.FromMinutes(1));
        var wallet = await host.OpenAsync(balance: 1m);
        await pair.CatchUpAsync();

        pair.Primary.Crash();
        var deposit = host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
        await Task.Run(pair.Standby.Promote, Token);

        Assert.Equal(2m, (await deposit).Balance);
        await host.AssertCleanAsync();
    }

    [Theory]
    [InlineData("Host=a,b", "primary", 1)]
    [InlineData("Host=a,b;Target Session Attributes=any;Host Recheck Seconds=7", "any", 7)]
    [InlineData("Host=a", null, 10)]
    public void Among_several_hosts_the_one_that_takes_writes_is_looked_for_often_unless_the_host_says_otherwise(string connectionString, string? attributes, int recheckSeconds)
    {
        using var dataSource = PostgreSqlOpening.CreateDataSource(connectionString);

        var settings = new NpgsqlConnectionStringBuilder(dataSource.ConnectionString);
        Assert.Equal((attributes, recheckSeconds), (settings.TargetSessionAttributes, settings.HostRecheckSeconds));
    }

    private static TemporaryCluster Start()
    {
        Assert.SkipUnless(TemporaryCluster.IsPossible, TestServer.Missing ?? "There is no PostgreSQL here whose settings could be changed.");
        return TemporaryCluster.Start("fsync=off");
    }

    private WalletHost Host(string connectionString, TimeSpan retryTimeout) => new(
        new WalletHostOptions { Schema = Schema, Log = Log }, options => (options.ConnectionString, options.RetryTimeout) = (connectionString, retryTimeout));
}
