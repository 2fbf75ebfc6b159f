using Npgsql;
using WalletKit.Commands;
using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests.Settings;

/// <summary>Settings have their documented effects on a real server.</summary>
public sealed class UsedSettingsTests : PostgreSqlTest
{
    [Fact]
    public async Task The_smallest_settings_still_do_all_the_work()
    {
        var host = Host(options => (options.Writers, options.QueueCapacity, options.MaxCommandsPerCommit) = (1, 1, 1));
        var wallet = await host.OpenAsync();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token)));

        Assert.Equal(50m, (await host.Wallets.GetBalanceAsync(wallet, Token)).Balance);
        await host.AssertCleanAsync();
    }

    [Fact]
    public async Task A_host_without_time_to_retry_works_and_reports_a_held_wallet_as_busy_at_once()
    {
        var host = Host(options => options.RetryTimeout = TimeSpan.Zero);
        var wallet = await host.OpenAsync(balance: 1m);
        await using var foreign = await Sql.BeginAsync();
        await foreign.LockAsync(wallet);

        var failure = await Assert.ThrowsAsync<WalletStoreException>(() => host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token));

        Assert.Equal(StoreFailure.Busy, failure.Failure);
    }

    [Fact]
    public async Task A_data_source_of_the_hosts_own_is_used_and_not_disposed_of()
    {
        await using var dataSource = NpgsqlDataSource.Create(TestServer.ConnectionString);
        await using (var host = new WalletHost(new WalletHostOptions { Schema = Schema }, options => (options.ConnectionString, options.DataSource) = (null, dataSource)))
        {
            await host.OpenAsync(balance: 1m);
        }

        await using var command = dataSource.CreateCommand($"SELECT count(*) FROM {Schema}.walletkit_wallets");
        Assert.Equal(1L, await command.ExecuteScalarAsync(Token));
        await Sql.RunAsync("SELECT 1");
    }

    [Fact]
    public async Task A_database_that_forgets_commits_in_a_crash_is_made_to_keep_those_of_wallets()
    {
        var host = Host(options => options.ConnectionString = new NpgsqlConnectionStringBuilder(TestServer.ConnectionString) { Options = "-c synchronous_commit=off" }.ConnectionString);
        var wallet = await host.OpenAsync();
        await Sql.RunAsync(
            $"""
            CREATE TABLE seen (setting text);
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql SET search_path = {Schema} AS $$ BEGIN
                INSERT INTO seen VALUES (current_setting('synchronous_commit')); RETURN NEW;
            END $$;
            CREATE TRIGGER note BEFORE INSERT ON walletkit_journal FOR EACH ROW EXECUTE FUNCTION note();
            """);

        await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);

        Assert.Equal("on", await Sql.ValueAsync<string>("SELECT setting FROM seen"));
    }
}
