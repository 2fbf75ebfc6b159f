using Npgsql;
using WalletKit.Commands;

namespace WalletKit.PostgreSql.Tests.Replicas;

/// <summary>A host that reads histories from a replica.</summary>
public sealed class ReadDataSourceTests : PostgreSqlTest
{
    private const int ReplicaFailed = 530;

    [Fact]
    public async Task Histories_come_from_the_replica_and_balances_and_commands_do_not()
    {
        await using var pair = Pair.Start("log_statement=all", "log_line_prefix=%a:");
        await using var replica = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(pair.Standby.ConnectionString) { ApplicationName = "histories" });
        await using var host = Host(pair, replica);
        var wallet = await FillAsync(host, pair);

        await host.Wallets.GetBalanceAsync(wallet, Token);
        await host.Wallets.DepositAsync(wallet, 1m, new() { ExpectedVersion = (await host.Wallets.GetWalletAsync(wallet, Token)).Version }, Token);
        await pair.CatchUpAsync();
        Assert.Empty(Asked(pair));

        Assert.Equal(5, (await host.Wallets.ListTransactionsAsync(wallet, cancellationToken: Token)).Transactions.Count);
        Assert.NotEmpty(Asked(pair));
        var now = DateTimeOffset.UtcNow;
        Assert.Equal(5, (await EntriesAsync(host, wallet, TimeBasis.Recorded, now)).Count);
        Assert.Equal(5, (await EntriesAsync(host, wallet, TimeBasis.Effective, now)).Count);
        Assert.DoesNotContain(Log.Lines, static line => line.Id == ReplicaFailed);
    }

    [Fact]
    public async Task A_replica_that_lags_behind_or_is_gone_never_makes_a_history_older()
    {
        await using var pair = Pair.Start();
        await using var replica = NpgsqlDataSource.Create(pair.Standby.ConnectionString);
        await using var host = Host(pair, replica);
        var wallet = await FillAsync(host, pair);
        await pair.OnStandby.RunAsync("SELECT pg_wal_replay_pause()");
        var place = (await host.Wallets.GetTrialBalanceAsync(cancellationToken: Token)).Place;

        await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
        Assert.Equal(5, (await host.Wallets.ListTransactionsAsync(wallet, cancellationToken: Token)).Transactions.Count);
        var now = DateTimeOffset.UtcNow;
        Assert.Equal(5, (await EntriesAsync(host, wallet, TimeBasis.Recorded, now)).Count);
        Assert.Equal(5, (await EntriesAsync(host, wallet, TimeBasis.Effective, now)).Count);
        Assert.NotEmpty((await host.Wallets.GetTrialBalanceAsync(place, cancellationToken: Token)).Currencies);

        pair.Standby.Crash();
        Assert.Equal(5, (await host.Wallets.ListTransactionsAsync(wallet, cancellationToken: Token)).Transactions.Count);
        Assert.Contains(Log.Lines, static line => line.Id == ReplicaFailed);
    }

    private static IEnumerable<string> Asked(Pair pair) => pair.Standby.ReadLog().Where(static line => line.StartsWith("histories:", StringComparison.Ordinal) && line.Contains("walletkit_", StringComparison.Ordinal));

    private static async Task<List<WalletTransaction>> EntriesAsync(WalletHost host, WalletId wallet, TimeBasis basis, DateTimeOffset now)
    {
        var statement = await host.Wallets.GetStatementAsync(wallet, now.AddHours(-1), now.AddHours(1), basis, Token);
        var entries = new List<WalletTransaction>();
        await foreach (var entry in statement.Entries.WithCancellation(Token))
        {
            entries.Add(entry);
        }

        return entries;
    }

    private static async Task<WalletId> FillAsync(WalletHost host, Pair pair)
    {
        var wallet = await host.OpenAsync(balance: 1m);
        await host.Wallets.DepositAsync(wallet, 2m, cancellationToken: Token);
        await host.Wallets.DepositAsync(wallet, 3m, cancellationToken: Token);
        await host.Wallets.WithdrawAsync(wallet, 1m, cancellationToken: Token);
        await pair.CatchUpAsync();
        return wallet;
    }

    private WalletHost Host(Pair pair, NpgsqlDataSource replica) => new(
        new WalletHostOptions { Schema = Schema, Log = Log, Rebates = static rebates => rebates.Enabled = false },
        options => (options.ConnectionString, options.ReadDataSource) = (pair.Primary.ConnectionString, replica));
}
