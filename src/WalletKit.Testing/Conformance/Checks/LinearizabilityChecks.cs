using System.Globalization;
using WalletKit.Rules;
using WalletKit.Testing.Histories;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class LinearizabilityChecks : StoreChecks
{
    private const int Rounds = 20;

    [Check]
    public async Task Callers_at_once_see_one_call_after_the_other()
    {
        Log(string.Create(CultureInfo.InvariantCulture, $"WALLETKIT_SEED={Seed}"));
        for (var round = 0; round < Rounds; round++)
        {
            var options = new ConcurrentRunOptions { Seed = unchecked(Seed + round), CallsPerCaller = round % 2 == 0 ? 25 : 6 };
            var verdict = HistoryChecker.Check(await RunAsync(options));
            Assert.True(
                verdict.Outcome == HistoryOutcome.Linearizable,
                string.Create(CultureInfo.InvariantCulture, $"WALLETKIT_SEED={options.Seed}\n{verdict.Explanation}"));
        }
    }

    private async Task<History> RunAsync(ConcurrentRunOptions options)
    {
        await using var subject = NewSubject();
        await using var store = subject.CreateStore(Time);
        return await ConcurrentRun.RunAsync([store], Time, options, Token);
    }
}
