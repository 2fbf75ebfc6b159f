using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using WalletKit.Commands;
using WalletKit.Durability;
using WalletKit.PostgreSql.Server;

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

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_hosts_acknowledged_is_there_once_through_kills_pauses_cut_connections_and_a_crash_of_the_server_and_each_rebate_is_paid_once()
    {
        Assert.SkipUnless(TemporaryCluster.IsPossible, TestServer.Missing ?? "There is no PostgreSQL here that can be crashed.");
        var seed = int.TryParse(Environment.GetEnvironmentVariable("WALLETKIT_CRASH_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next(1_000_000);
        TestContext.Current.TestOutputHelper!.WriteLine($"WALLETKIT_CRASH_SEED={seed}");
        using var cluster = TemporaryCluster.Start("fsync=on");
        await using var sql = new Sql(Schema, new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Pooling = false }.ConnectionString);
        HostProcess[] hosts = [.. Enumerable.Range(0, 3).Select(i => HostProcess.Start(cluster.ConnectionString, Schema, $"host{i}", seed + i, Callers, Wallets))];
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
        await Until.TrueAsync(() => Stopwatch.GetElapsedTime(began) > Pause, "the pause is over");
        await steady.ProgressAsync(Some);
        await paused.ContinueAsync();
        await Task.WhenAll(steady.ProgressAsync(Some), paused.ProgressAsync(Some));

        await Task.Run(cluster.Restart, Token);
        await Task.WhenAll(steady.ProgressAsync(Some), paused.ProgressAsync(Some));
        for (var i = 0; i < 5; i++)
        {
            await CutAsync(sql);
            await Task.WhenAll(steady.ProgressAsync(Some), paused.ProgressAsync(Some));
        }

        var exitCodes = await Task.WhenAll(steady.StopAsync(), paused.StopAsync());
        Assert.Equal([0, 0], exitCodes);
        Assert.Empty(steady.Failures.Concat(paused.Failures).Concat(killed.Failures));
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
            if (await SettleAsync(operation, host.Wallets, wallet => hosts[0].WalletIds[wallet]) is { } done)
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
        var rebates = await books.AssertRebatesSettledAsync();
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{string.Join(" + ", hosts.Select(process => process.Count))} acknowledged, {unclear.Count} unclear, {rebates} rebates, {pass.Paid} of them paid in the last pass");
    }

    // Each operation is done once, however often it is repeated.
    private static async Task<Operation?> SettleAsync(Operation unclear, IWalletService wallets, Func<int, WalletId> id)
    {
        try
        {
            var first = await unclear.DoAsync(wallets, id);
            var second = await unclear.DoAsync(wallets, id);
            Assert.True(second.Replayed, $"Done again: {unclear}");
            Assert.Equal(first.Result, second.Result);
            return first.Done;
        }
        catch (Exception exception) when (exception is InsufficientFundsException or HoldEndedException { Status: HoldStatus.Expired })
        {
            // The call was never done, and cannot be done: that is an answer as well.
            return null;
        }
    }

    private static Task CutAsync(Sql sql) => sql.RunAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'WalletKit'");
}
