using Microsoft.Extensions.Time.Testing;
using WalletKit.Testing.Histories;
using WalletKit.Testing.Tests.Stores;

namespace WalletKit.Testing.Tests.Histories;

/// <summary>Callers of two stores on one file; with one store this is a part of the suite.</summary>
[Slow]
public class ConcurrentRunTests
{
    private const int Rounds = 20;

    [Fact]
    public async Task Callers_of_two_SQLite_stores_on_one_file_see_one_call_after_the_other()
    {
        var seed = Seed.OfCommands();
        for (var round = 0; round < Rounds; round++)
        {
            var options = new ConcurrentRunOptions { Seed = seed + round, CallsPerCaller = round % 2 == 0 ? 25 : 6 };

            var verdict = HistoryChecker.Check(await RunAsync(options));

            Assert.True(verdict.Outcome == HistoryOutcome.Linearizable, $"WALLETKIT_SEED={options.Seed}\n{verdict.Explanation}");
        }
    }

    private static async Task<History> RunAsync(ConcurrentRunOptions options)
    {
        await using var subject = new SqliteSubject();
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var first = subject.CreateStore(clock);
        await using var second = subject.CreateStore(clock);
        return await ConcurrentRun.RunAsync([first, second], clock, options, Token);
    }
}
