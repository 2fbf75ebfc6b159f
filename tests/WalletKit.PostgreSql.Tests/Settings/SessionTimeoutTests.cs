using System.Diagnostics;
using Npgsql;
using WalletKit.Commands;
using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests.Settings;

/// <summary>Timeouts that an operator sets for the sessions of a role, a database or a server, as many do.</summary>
public sealed class SessionTimeoutTests : PostgreSqlTest
{
    private const string Timeouts = "-c statement_timeout=200ms -c lock_timeout=100ms -c idle_in_transaction_session_timeout=100ms";

    private static string ConnectionString => new NpgsqlConnectionStringBuilder(TestServer.ConnectionString) { Options = Timeouts }.ConnectionString;

    [Fact]
    public async Task A_commit_waits_for_a_wallet_longer_than_the_timeouts_of_its_session()
    {
        var host = Host(options => options.ConnectionString = ConnectionString);
        var wallet = await host.OpenAsync(balance: 1m);
        await using var foreign = await Sql.BeginAsync();
        await foreign.LockAsync(wallet);

        // The store waits for the wallet again and again. The test goes on when the time of each timeout is over several times.
        var asked = Stopwatch.GetTimestamp();
        var deposit = host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
        await Until.TrueAsync(() => Task.FromResult(Stopwatch.GetElapsedTime(asked) > TimeSpan.FromSeconds(1)), "the timeouts are over");
        await Sql.WaitForWaitingAsync(Schema);
        await foreign.CommitAsync();

        Assert.Equal(2m, (await deposit).Balance);
        Assert.DoesNotContain(Log.Lines, static line => line.Id is 501 or 504);
    }

    [Fact]
    public async Task Reads_and_audits_wait_for_a_table_longer_than_the_timeouts_of_their_sessions_and_the_audit_is_clean()
    {
        var host = Host(options => options.ConnectionString = ConnectionString);
        var wallet = await host.OpenAsync(balance: 1m);
        await using var foreign = await Sql.BeginAsync();
        await foreign.RunAsync("LOCK TABLE walletkit_journal IN ACCESS EXCLUSIVE MODE");

        var balance = host.Wallets.GetBalanceAsync(wallet, Token);
        var audit = host.AssertCleanAsync();
        await WaitForLongWaitAsync(2);
        await foreign.CommitAsync();

        Assert.Equal(1m, (await balance).Balance);
        await audit;
    }

    [Fact]
    public async Task A_statement_of_an_audit_that_somebody_cancels_is_no_damage()
    {
        var host = Host(options => options.RetryTimeout = TimeSpan.Zero);
        await host.OpenAsync(balance: 1m);
        await using var foreign = await Sql.BeginAsync();
        await foreign.RunAsync("LOCK TABLE walletkit_wallets IN ACCESS EXCLUSIVE MODE");

        // Without time to try again the audit waits no time for locks either, so the lock ends it.
        var locked = await Assert.ThrowsAsync<WalletStoreException>(() => host.AuditAsync());
        var patient = Host();
        var audit = patient.AuditAsync();
        await Sql.WaitForWaitingAsync(Schema);
        await Sql.RunAsync($"SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%{Schema}%'");
        await foreign.CommitAsync();

        Assert.Equal(StoreFailure.Busy, locked.Failure);
        Assert.True((await audit).IsClean);
    }

    [Fact]
    public async Task The_stores_own_timeouts_end_with_its_transactions()
    {
        await using var dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString) { NoResetOnClose = true, MaxPoolSize = 5 }.ConnectionString);
        var host = Host(options => (options.ConnectionString, options.DataSource, options.Writers) = (null, dataSource, 1));
        var wallet = await host.OpenAsync(balance: 1m);
        await host.Wallets.GetBalanceAsync(wallet, Token);
        await host.Rebates.ProcessPendingAsync(Token);
        await host.AssertCleanAsync();

        // The pool gives the connections that the reads have used.
        await using var first = await dataSource.OpenConnectionAsync(Token);
        await using var second = await dataSource.OpenConnectionAsync(Token);
        await using var third = await dataSource.OpenConnectionAsync(Token);
        foreach (var connection in new[] { first, second, third })
        {
            await using var command = new NpgsqlCommand(
                "SELECT concat_ws(' ', current_setting('statement_timeout'), current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout'))", connection);
            Assert.Equal("200ms 100ms 100ms", await command.ExecuteScalarAsync(Token));
        }
    }

    private Task WaitForLongWaitAsync(int sessions = 1) => Until.TrueAsync(
        async () => await Sql.CountAsync($"pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%{Schema}%' AND clock_timestamp() - query_start > interval '1 second'") >= sessions,
        "the statements wait for longer than the timeouts");
}
