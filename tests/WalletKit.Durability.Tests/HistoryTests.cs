using WalletKit.Testing.Histories;

namespace WalletKit.Durability.Tests;

/// <summary>The answers to callers in several processes about a few wallets in one file.</summary>
[Slow]
public sealed class HistoryTests : IDisposable
{
    private const int Callers = 4;
    private const int Calls = 100;

    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Callers_of_two_processes_on_one_file_see_one_call_after_the_other()
    {
        var seed = Seed.OfCommands();
        await using (var host = new WalletHost(_directory.Database))
        {
            await host.Store.OpenAsync(Token);
        }

        // The file is held until each process has a batch under way, so that the batches overlap and the later calls begin at once.
        using var file = Raw.Open(_directory.Database);
        file.Execute("BEGIN IMMEDIATE");
        using var one = await HistoryProcess.StartAsync(_directory.Database, seed, firstCaller: 0, Callers, Calls, Token);
        using var other = await HistoryProcess.StartAsync(_directory.Database, seed, firstCaller: Callers, Callers, Calls, Token);
        file.Execute("ROLLBACK");
        var ends = await Task.WhenAll(one.ReadAsync(Token), other.ReadAsync(Token));

        Assert.All(ends, end => Assert.Equal((0, Callers * Calls), (end.ExitCode, end.History.Count)));
        Assert.True(Overlap(ends[0].History, ends[1].History), "No call of one process was under way beside one of the other.");
        var verdict = HistoryChecker.Check(History.Merge([.. ends.Select(end => end.History)]));
        WriteLine($"{ends.Sum(end => end.History.Count)} calls, {verdict.Tries} tries");
        Assert.True(verdict.Outcome == HistoryOutcome.Linearizable, verdict.Explanation);
        file.Dispose();
        await StoreAudit.AssertCleanAsync(_directory.Database);
    }

    private static bool Overlap(History one, History other) =>
        one.Calls.Any(call => other.Calls.Any(beside => call.Start < beside.End && beside.Start < call.End));
}
