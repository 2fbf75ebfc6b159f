using WalletKit.Commands;
using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests.Settings;

/// <summary>A server whose configuration is reloaded under a running host.</summary>
public sealed class ReloadedServerTests : PostgreSqlTest
{
    [Fact]
    public async Task A_reload_that_has_the_server_forget_commits_in_a_crash_takes_nothing_that_was_acknowledged()
    {
        // With this setting an asynchronous commit waits in memory for as long as the test takes.
        using var cluster = Start("wal_writer_delay=10s");
        await using var sql = new Sql(Schema, cluster.ConnectionString);
        await using var host = Host(cluster);
        var wallet = await host.OpenAsync(balance: 1m);
        await ReloadAsync(cluster, "off");

        for (var i = 0; i < 20; i++)
        {
            await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
        }

        cluster.Restart();
        await using var afterwards = new Sql(Schema, cluster.ConnectionString);
        Assert.Equal(21, await afterwards.CountAsync("walletkit_journal WHERE amount IS NOT NULL"));
    }

    [Theory]
    [InlineData("off", "on")]
    [InlineData("local", "local")]
    [InlineData("remote_apply", "remote_apply")]
    public async Task A_commit_after_a_reload_waits_for_the_disk_and_for_what_the_reload_asks_beyond_that(string reloaded, string expected)
    {
        using var cluster = Start();
        await using var sql = new Sql(Schema, cluster.ConnectionString);
        await using var host = Host(cluster);
        var wallet = await host.OpenAsync(balance: 1m);
        await NoteSettingsAsync(sql);
        await ReloadAsync(cluster, reloaded);

        await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);

        Assert.Equal([(expected, reloaded)], await SeenAsync(sql));
    }

    [Fact]
    public async Task A_reload_in_the_middle_of_a_transaction_does_not_change_what_its_commit_waits_for()
    {
        using var cluster = Start();
        await using var sql = new Sql(Schema, cluster.ConnectionString);
        await using var host = Host(cluster);
        var wallet = await host.OpenAsync(balance: 1m);
        await NoteSettingsAsync(sql);
        await using var foreign = await sql.BeginAsync();
        await foreign.LockAsync(wallet);

        var deposit = host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
        await sql.WaitForWaitingAsync(Schema);
        await ReloadAsync(cluster, "off");
        await foreign.CommitAsync();
        await deposit;

        Assert.Equal([("on", "off")], await SeenAsync(sql));
    }

    private static TemporaryCluster Start(params string[] settings)
    {
        Assert.SkipUnless(TemporaryCluster.IsPossible, TestServer.Missing ?? "There is no PostgreSQL here whose settings could be changed.");
        return TemporaryCluster.Start(["fsync=off", .. settings]);
    }

    private WalletHost Host(TemporaryCluster cluster) => new(new WalletHostOptions { Schema = Schema }, options => options.ConnectionString = cluster.ConnectionString);

    private async Task ReloadAsync(TemporaryCluster cluster, string setting)
    {
        await using (var operatorOfServer = new Sql(Schema, cluster.ConnectionString))
        {
            await operatorOfServer.RunAsync($"ALTER SYSTEM SET synchronous_commit = {setting}");
            await operatorOfServer.RunAsync("SELECT pg_reload_conf()");
        }

        // A session that begins after the reload has the new setting, and by then every other session has been told to read it.
        await Until.TrueAsync(
            async () =>
            {
                await using var fresh = new Sql(Schema, cluster.ConnectionString);
                return await fresh.ValueAsync<string>("SHOW synchronous_commit") == setting;
            },
            "the server has the new setting");
    }

    /// <summary>Makes each commit record its own setting, and the setting that the configuration gives its session.</summary>
    private Task NoteSettingsAsync(Sql sql) => sql.RunAsync(
        $"""
        CREATE TABLE seen (setting text, configured text);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql SET search_path = {Schema} AS $$ BEGIN
            INSERT INTO seen SELECT setting, reset_val FROM pg_settings WHERE name = 'synchronous_commit'; RETURN NEW;
        END $$;
        CREATE TRIGGER note BEFORE INSERT ON walletkit_journal FOR EACH ROW EXECUTE FUNCTION note();
        """);

    private static Task<List<(string Setting, string Configured)>> SeenAsync(Sql sql) =>
        sql.ReadAsync("SELECT setting, configured FROM seen", static row => (row.GetString(0), row.GetString(1)));
}
