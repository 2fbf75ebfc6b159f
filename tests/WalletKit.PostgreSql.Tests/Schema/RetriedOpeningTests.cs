using Npgsql;
using WalletKit.Commands;
using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests.Schema;

/// <summary>A server that is not there yet when the host opens its store.</summary>
public sealed class RetriedOpeningTests : PostgreSqlTest
{
    private const int NotOpenedYet = 512;

    [Fact]
    public async Task A_server_that_is_started_after_the_host_is_opened_as_soon_as_it_is_there()
    {
        using var cluster = Start();
        await using var host = Host(cluster);
        cluster.Crash();

        var opening = host.OpenAsync(balance: 1m);
        await WaitForRetryAsync();
        await Task.Run(cluster.Start, Token);

        await opening;
        await host.AssertCleanAsync();
    }

    [Fact]
    public async Task A_server_that_takes_no_connections_yet_is_opened_as_soon_as_it_does()
    {
        Assert.SkipUnless(TemporaryCluster.Has("pg_basebackup"), "There is no pg_basebackup here.");
        using var primary = Start();
        using var cluster = primary.StartStandby("hot_standby=off", "fsync=off");
        await using var host = Host(cluster);

        var opening = host.OpenAsync(balance: 1m);
        await WaitForRetryAsync();
        Assert.Contains(Log.Lines, static line => line.Id == NotOpenedYet && line.Text.Contains(PostgresErrorCodes.CannotConnectNow, StringComparison.Ordinal));
        await Task.Run(cluster.Promote, Token);

        await opening;
        await host.AssertCleanAsync();
    }

    [Fact]
    public async Task A_server_without_a_free_connection_is_opened_as_soon_as_it_has_one()
    {
        using var cluster = Start();
        await using var sql = new Sql(Schema, cluster.ConnectionString);
        await sql.RunAsync("CREATE ROLE shop LOGIN CONNECTION LIMIT 0; GRANT CREATE ON DATABASE postgres TO shop");
        await using var host = Host(cluster, username: "shop");

        var opening = host.OpenAsync(balance: 1m);
        await WaitForRetryAsync();
        await sql.RunAsync("ALTER ROLE shop CONNECTION LIMIT -1");

        await opening;
        await host.AssertCleanAsync();
    }

    [Fact]
    public async Task A_server_that_stays_away_is_reported_after_the_retry_timeout_with_the_reason()
    {
        using var cluster = Start();
        await using var sql = new Sql(Schema, cluster.ConnectionString);
        await sql.RunAsync("CREATE ROLE shop LOGIN CONNECTION LIMIT 0");
        await using var full = Host(cluster, TimeSpan.FromMilliseconds(300), "shop");
        await using var away = Host(cluster, TimeSpan.FromMilliseconds(300));

        var noSlot = await Assert.ThrowsAsync<WalletStoreException>(() => full.OpenAsync());
        cluster.Crash();
        var refused = await Assert.ThrowsAsync<WalletStoreException>(() => away.OpenAsync());

        Assert.Equal((StoreFailure.Busy, StoreFailure.CannotOpen), (noSlot.Failure, refused.Failure));
        Assert.Contains("too many connections for role", noSlot.Message, StringComparison.Ordinal);
        Assert.Contains("Failed to connect", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, Log.Lines.Count(static line => line.Id == NotOpenedYet));
    }

    // In all these tests a failure that is tried again would be tried for an hour.
    private WalletHost Host(TemporaryCluster cluster, TimeSpan? retryTimeout = null, string? username = null) => new(
        new WalletHostOptions { Schema = Schema, Log = Log },
        options =>
        {
            var settings = new NpgsqlConnectionStringBuilder(cluster.ConnectionString);
            settings.Username = username ?? settings.Username;
            (options.ConnectionString, options.RetryTimeout) = (settings.ConnectionString, retryTimeout ?? TimeSpan.FromHours(1));
        });

    private Task WaitForRetryAsync() => Until.TrueAsync(() => Task.FromResult(Log.Lines.Any(static line => line.Id == NotOpenedYet)), "the store tries again");

    private static TemporaryCluster Start()
    {
        Assert.SkipUnless(TemporaryCluster.IsPossible, TestServer.Missing ?? "There is no PostgreSQL here that could be stopped.");
        return TemporaryCluster.Start("fsync=off");
    }
}
