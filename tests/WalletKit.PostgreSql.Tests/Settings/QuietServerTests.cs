using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using WalletKit.Commands;
using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests.Settings;

/// <summary>The queries of a host without traffic, from the log of the server.</summary>
public sealed class QuietServerTests : PostgreSqlTest
{
    private const string Application = "WalletKit";
    private static readonly TimeSpan Stillness = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task A_host_without_traffic_whose_polls_are_a_day_apart_sends_no_query_until_the_day_is_over()
    {
        using var cluster = Start();
        await using var host = Host(cluster, TimeSpan.FromDays(1));
        await BeginAsync(cluster, host);
        var before = await CountWhenStillAsync(cluster);

        Pass(TimeSpan.FromHours(23));
        Assert.Equal(before, await CountWhenStillAsync(cluster));

        Pass(TimeSpan.FromHours(2));
        Assert.InRange(await CountWhenStillAsync(cluster), before + 1, int.MaxValue);
    }

    [Fact]
    public async Task The_listener_asks_whether_the_server_is_there_after_its_interval_without_news()
    {
        using var cluster = Start();
        await using var host = Host(cluster, TimeSpan.FromMinutes(3));
        await BeginAsync(cluster, host);
        await CountWhenStillAsync(cluster);

        Pass(TimeSpan.FromMinutes(2));
        await CountWhenStillAsync(cluster);
        Assert.DoesNotContain(Queries(cluster), IsProbe);

        Pass(TimeSpan.FromMinutes(1));
        await Until.TrueAsync(() => Task.FromResult(Queries(cluster).Any(IsProbe)), "the listener asks");

        // The listener still hears after it has asked.
        await CountWhenStillAsync(cluster);
        Pass(TimeSpan.FromMinutes(3));
        await Until.TrueAsync(() => Task.FromResult(Queries(cluster).Count(IsProbe) == 2), "the listener asks again");
    }

    private static bool IsProbe(string query) => query.EndsWith(": SELECT 1", StringComparison.Ordinal);

    private static IEnumerable<string> Queries(TemporaryCluster cluster) => cluster.ReadLog().Where(static line => line.StartsWith($"{Application}:", StringComparison.Ordinal));

    private static async Task BeginAsync(TemporaryCluster cluster, WalletHost host)
    {
        await host.StartAsync();
        await host.OpenAsync(balance: 1m);
        await Until.TrueAsync(() => Task.FromResult(Queries(cluster).Any(static line => line.Contains("LISTEN", StringComparison.Ordinal))), "the host listens");
    }

    // The host works in the background, and nothing says that it has nothing left to do.
    private static async Task<int> CountWhenStillAsync(TemporaryCluster cluster)
    {
        var (count, since) = (-1, Stopwatch.GetTimestamp());
        await Until.TrueAsync(
            () =>
            {
                var now = Queries(cluster).Count();
                (count, since) = now == count ? (count, since) : (now, Stopwatch.GetTimestamp());
                return Task.FromResult(Stopwatch.GetElapsedTime(since) > Stillness);
            },
            "the server is still");
        return count;
    }

    private static TemporaryCluster Start()
    {
        Assert.SkipUnless(TemporaryCluster.IsPossible, TestServer.Missing ?? "There is no PostgreSQL here whose log could be read.");
        return TemporaryCluster.Start("fsync=off", "autovacuum=off", "log_statement=all", "log_line_prefix=%a:");
    }

    private WalletHost Host(TemporaryCluster cluster, TimeSpan probes) => new(
        new WalletHostOptions
        {
            Schema = Schema,
            TimeProvider = _time,
            Rebates = static rebates => rebates.PollInterval = TimeSpan.FromDays(1),
            HoldSweeps = static holds => holds.Interval = TimeSpan.FromDays(1),
            WalletKit = static wallets => (wallets.ErasureSweepInterval, wallets.KeyRetention) = (TimeSpan.FromDays(1), TimeSpan.FromDays(30)),
        },
        options => (options.ConnectionString, options.ListenerProbeInterval) = (cluster.ConnectionString, probes));

    private void Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMinutes(1))
        {
            _time.Advance(TimeSpan.FromMinutes(1));
        }
    }
}
