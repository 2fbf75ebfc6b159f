using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using WalletKit.PostgreSql.Server;
using WalletKit.Testing.Histories;

namespace WalletKit.PostgreSql.Tests.Histories;

/// <summary>The answers to callers at several hosts about a few wallets that they share.</summary>
public sealed class TwoHostsTests : PostgreSqlTest
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Callers_of_two_hosts_on_one_schema_see_one_call_after_the_other()
    {
        var seed = Seed();
        await using var one = NewStore();
        await using var other = NewStore();

        var history = await ConcurrentRun.RunAsync([one, other], _clock, new ConcurrentRunOptions { Seed = seed, Callers = 8, CallsPerCaller = 100 }, Token);

        AssertLinearizable(history);
    }

    [Fact]
    public async Task Callers_see_one_call_after_the_other_while_connections_are_cut_off()
    {
        var seed = Seed();
        await using var one = NewStore();
        await using var other = NewStore();
        using var cutting = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await one.OpenAsync(Token);
        var cuts = CutAsync(cutting.Token);

        var history = await ConcurrentRun.RunAsync([one, other], _clock, new ConcurrentRunOptions { Seed = seed, Callers = 8, CallsPerCaller = 100 }, Token);

        await cutting.CancelAsync();
        Assert.InRange(await cuts, 1, int.MaxValue);
        AssertLinearizable(history);
    }

    private static int Seed()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("WALLETKIT_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"WALLETKIT_SEED={seed}");
        return seed;
    }

    private static void AssertLinearizable(History history)
    {
        var verdict = HistoryChecker.Check(history);
        TestContext.Current.TestOutputHelper!.WriteLine($"{history.Count} calls, {verdict.Tries} tries");
        Assert.True(verdict.Outcome == HistoryOutcome.Linearizable, verdict.Explanation);
    }

    private PostgreSqlWalletStore NewStore() => new(new PostgreSqlStoreOptions { ConnectionString = TestServer.ConnectionString, Schema = Schema }, _clock);

    // Only connections in the middle of a commit are cut, because a lost connection makes a read fail, and that would end the run here.
    private async Task<int> CutAsync(CancellationToken cancellationToken)
    {
        var cuts = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            cuts += (await Sql.ReadAsync(
                $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state IN ('active', 'idle in transaction') AND query LIKE '%{Schema}%' AND query ~ 'FOR UPDATE|INSERT' AND pid <> pg_backend_pid() LIMIT 1",
                row => row.GetBoolean(0))).Count;
            await Task.Delay(20, CancellationToken.None);
        }

        return cuts;
    }
}
