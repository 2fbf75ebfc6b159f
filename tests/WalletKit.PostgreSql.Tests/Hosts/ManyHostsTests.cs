using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using WalletKit.Commands;
using WalletKit.PostgreSql.Server;
using WalletKit.TestHost;
using WalletKit.TestHost.Bursts;

namespace WalletKit.PostgreSql.Tests.Hosts;

/// <summary>Three hosts work on the same few wallets, while hosts and server are killed, paused and cut off in every possible way.</summary>
public sealed class ManyHostsTests
{
    private const string Schema = "walletkit";
    private const int Wallets = 6;
    private const int Callers = 8;
    private const int Some = 100;

    // The pause is longer than a claim of the hosts, and longer than the time for which their transactions may idle.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1.5);

    [Fact]
    public async Task Acknowledged_operations_are_there_once_after_kills_pauses_cut_connections_and_a_crash_of_the_server_and_each_rebate_is_paid_once()
    {
        Assert.SkipUnless(TemporaryCluster.IsPossible, TestServer.Missing ?? "There is no PostgreSQL here that can be crashed.");
        var seed = Seed.OfCrashes();
        using var cluster = TemporaryCluster.Start("fsync=on");
        await using var sql = new Sql(Schema, new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Pooling = false }.ConnectionString);
        await sql.RunAsync(HostOrder.CreateOnServer);
        HostProcess[] hosts = [.. Enumerable.Range(0, 3).Select(i => HostProcess.Start(
            new ServerStore(cluster.ConnectionString, Schema), new BurstArguments($"host{i}", seed + i, Callers: Callers, Wallets: Wallets, OnSignal: true, HasOrders: true)))];
        try
        {
            await Task.WhenAll(hosts.Select(host => host.ReadyAsync()));
            await RunAsync(hosts[0], hosts[1], hosts[2], cluster, sql);
            await AssertAllIsRightAsync(hosts, cluster.ConnectionString, sql);
        }
        finally
        {
            Array.ForEach(hosts, host => host.Dispose());
        }
    }

    private static async Task RunAsync(HostProcess steady, HostProcess paused, HostProcess killed, TemporaryCluster cluster, Sql sql)
    {
        Array.ForEach([steady, paused, killed], host => host.Signal());
        await Task.WhenAll(steady.ProgressAsync(Some), paused.ProgressAsync(Some), killed.ProgressAsync(Some));
        await CutAsync(sql);
        await Task.WhenAll(steady.ProgressAsync(Some), paused.ProgressAsync(Some), killed.ProgressAsync(Some));

        await killed.KillAsync();
        await steady.ProgressAsync(Some);

        await paused.PauseAsync();
        var began = Stopwatch.GetTimestamp();
        await steady.ProgressAsync(Some);
        await CutAsync(sql);
        do
        {
            await steady.ProgressAsync(Some);
        }
        while (Stopwatch.GetElapsedTime(began) < Pause);

        await paused.ContinueAsync();
        await Task.WhenAll(steady.ProgressAsync(Some), paused.ProgressAsync(Some));

        await Task.Run(cluster.Restart, Token);
        await Task.WhenAll(steady.ProgressAsync(Some), paused.ProgressAsync(Some));
        for (var i = 0; i < 5; i++)
        {
            await CutAsync(sql);
            await Task.WhenAll(steady.ProgressAsync(Some), paused.ProgressAsync(Some));
        }

        var exitCodes = await Task.WhenAll(steady.TerminateAsync(), paused.TerminateAsync());
        Assert.Empty(steady.Failures.Concat(paused.Failures).Concat(killed.Failures));
        Assert.Equal([0, 0], exitCodes);
    }

    private static async Task AssertAllIsRightAsync(HostProcess[] hosts, string connectionString, Sql sql)
    {
        List<Operation> acknowledged = [.. hosts.SelectMany(host => host.Acknowledged)];
        Assert.All(hosts, host => Assert.Equal(hosts[0].WalletIds.OrderBy(wallet => wallet.Key), host.WalletIds.OrderBy(wallet => wallet.Key)));

        // The clock is a day ahead, so that every claim, and every wait before a retry, is over.
        var options = new WalletHostOptions { Schema = Schema, TimeProvider = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(1)) };
        await using var host = new WalletHost(options, store => store.ConnectionString = connectionString);
        await host.AssertCleanAsync();
        foreach (var operation in hosts.SelectMany(process => process.Acknowledged.TakeLast(20)))
        {
            var again = await operation.DoAsync(host.Wallets, wallet => hosts[0].WalletIds[wallet]);
            Assert.True(again.Replayed, $"Done again: {operation}");
            Assert.Equal(operation, again.Done);
        }

        List<Operation> unclear = [.. hosts.SelectMany(process => process.Unanswered)];
        foreach (var operation in unclear)
        {
            if (await operation.SettleAsync(host.Wallets, wallet => hosts[0].WalletIds[wallet]) is { } done)
            {
                acknowledged.Add(done);
            }
        }

        var pass = await host.Rebates.ProcessPendingAsync(Token);
        Assert.Equal((0, 0, 0, 0), (pass.NothingDue, pass.Cancelled, pass.Failed, pass.Dead));
        Assert.Equal(0, (await host.Rebates.ProcessPendingAsync(Token)).Paid);
        await host.AssertCleanAsync();
        var books = new Books(sql);
        await books.AssertHoldAsync(acknowledged);
        await books.AssertOrdersAsync();
        var rebates = await books.AssertRebatesSettledAsync();
        WriteLine(
            $"{string.Join(" + ", hosts.Select(process => process.Count))} acknowledged, {unclear.Count} unclear, {rebates} rebates, {pass.Paid} of them paid in the last pass");
    }

    private static Task CutAsync(Sql sql) => sql.RunAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'WalletKit'");
}
