using Microsoft.Extensions.Time.Testing;
using WalletKit.PostgreSql.Server;
using WalletKit.PostgreSql.Tests.Commits;
using WalletKit.Testing.Histories;

namespace WalletKit.PostgreSql.Tests.Histories;

/// <summary>The answers to callers at several hosts about a few wallets that they share.</summary>
public sealed class TwoHostsTests : PostgreSqlTest
{
    private const int Cuts = 12;
    private const int CommitsBetween = 3;

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Callers_of_two_hosts_on_one_schema_see_one_call_after_the_other()
    {
        var seed = Seed.OfCommands();
        await using var one = NewStore();
        await using var other = NewStore();

        var history = await ConcurrentRun.RunAsync([one, other], _clock, new ConcurrentRunOptions { Seed = seed, Callers = 8, CallsPerCaller = 100 }, Token);

        AssertLinearizable(history);
    }

    [Fact]
    public async Task Callers_see_one_call_after_the_other_while_connections_are_cut_off()
    {
        var seed = Seed.OfCommands();
        await using var proxy = new Proxy();
        await using var one = NewStore(proxy.ConnectionString);
        await using var other = NewStore(proxy.ConnectionString);
        await one.OpenAsync(Token);
        var cutting = CutAsync(proxy);

        var history = await ConcurrentRun.RunAsync([one, other], _clock, new ConcurrentRunOptions { Seed = seed, Callers = 8, CallsPerCaller = 100 }, Token);

        Assert.True(cutting.IsCompletedSuccessfully, "The run ended before all cuts were made.");
        AssertLinearizable(history);
    }

    private static void AssertLinearizable(History history)
    {
        var verdict = HistoryChecker.Check(history);
        WriteLine($"{history.Count} calls, {verdict.Tries} tries");
        Assert.True(verdict.Outcome == HistoryOutcome.Linearizable, verdict.Explanation);
    }

    private PostgreSqlWalletStore NewStore(string? connectionString = null) =>
        new(new PostgreSqlStoreOptions { ConnectionString = connectionString ?? TestServer.ConnectionString, Schema = Schema }, _clock);

    // Only connections in the middle of a commit are cut, because a lost connection makes a read fail, and that would end the run here.
    private static async Task CutAsync(Proxy proxy)
    {
        for (var i = 0; i < Cuts; i++)
        {
            var cut = (Cut)(i % Enum.GetValues<Cut>().Length);
            await proxy.AtNextCommit(
                async commit =>
                {
                    if (cut == Cut.AfterWrites)
                    {
                        await commit.PassWritesOnAsync();
                    }
                    else if (cut == Cut.AfterCommit)
                    {
                        await commit.PassOnAsync();
                    }

                    commit.Cut();
                },
                passOn: CommitsBetween);
        }
    }

    private enum Cut
    {
        BeforeWrites,
        AfterWrites,
        AfterCommit,
    }
}
