using System.Globalization;
using WalletKit.Testing.Histories;

namespace WalletKit.Durability.Tests;

/// <summary>What callers in several processes are answered about a few wallets in one file.</summary>
public sealed class HistoryTests : IDisposable
{
    private const int Callers = 4;

    private readonly TestDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Callers_of_two_processes_on_one_file_see_one_call_after_the_other()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("WALLETKIT_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"WALLETKIT_SEED={seed}");
        using var one = await HistoryProcess.StartReadyAsync(_directory.Database, seed, firstCaller: 0, Callers, calls: 100, Token);
        using var other = await HistoryProcess.StartReadyAsync(_directory.Database, seed, firstCaller: Callers, Callers, calls: 100, Token);

        one.Signal();
        other.Signal();
        var histories = await Task.WhenAll(one.ReadAsync(Token), other.ReadAsync(Token));

        var verdict = HistoryChecker.Check(History.Merge(histories));
        TestContext.Current.TestOutputHelper.WriteLine($"{histories.Sum(history => history.Count)} calls, {verdict.Tries} tries");
        Assert.True(verdict.Outcome == HistoryOutcome.Linearizable, verdict.Explanation);
    }
}
