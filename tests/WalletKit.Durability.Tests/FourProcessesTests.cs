using WalletKit.Rules;

namespace WalletKit.Durability.Tests;

[Slow]
public sealed class FourProcessesTests : IDisposable
{
    private const int Processes = 4;

    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(2_000, 32, 64)]
    [InlineData(4_000, 128, 1)]
    [InlineData(200, 1, 16)]
    public async Task Four_processes_hammer_a_file_and_all_is_right_and_none_is_refused_or_starves(int operations, int callers, int wallets)
    {
        HostProcess[] processes = [.. Enumerable.Range(0, Processes).Select(i =>
            HostProcess.Start(new FileStore(_directory.Database), new BurstArguments($"process{i}", Seed: 31 + i, operations, callers, wallets, OnSignal: true)))];
        try
        {
            await Task.WhenAll(processes.Select(process => process.ReadyAsync()));
            Array.ForEach(processes, process => process.Signal());
            var exitCodes = await Task.WhenAll(processes.Select(process => process.ReadToEndAsync()));

            AssertNoneWasRefused(processes, exitCodes);
            await AssertBooks(processes, wallets);
            AssertNoneStarved(processes);
        }
        finally
        {
            Array.ForEach(processes, process => process.Dispose());
        }
    }

    // Failures of the processes' background work, such as the payment of rebates, would be in their errors.
    private static void AssertNoneWasRefused(HostProcess[] processes, int[] exitCodes)
    {
        Assert.All(processes, process => Assert.Empty(process.Failures));
        Assert.All(processes, process => Assert.Equal("", process.Errors.Trim()));
        Assert.All(exitCodes, exitCode => Assert.Equal(0, exitCode));
        Assert.All(processes, process => Assert.Empty(process.Unanswered));
    }

    private async Task AssertBooks(HostProcess[] processes, int wallets)
    {
        using (var running = Books.Open(_directory.Database))
        {
            Assert.NotEqual(0, running.Number("SELECT count(*) FROM walletkit_rebates WHERE status = 'paid'"));
        }

        await using (var host = new WalletHost(_directory.Database, timeProvider: TestClock.Tomorrow()))
        {
            await host.Rebates.ProcessPendingAsync(Token);
            await StoreAudit.AssertCleanAsync(host);
        }

        using var books = Books.Open(_directory.Database);
        books.AssertBalance();
        books.AssertAllRebatesSettled();
        Assert.Equal(wallets, books.Number("SELECT count(*) FROM walletkit_wallets"));
        Assert.All(processes, process => Assert.Equal(processes[0].WalletIds, process.WalletIds));
        List<Operation> acknowledged = [.. processes.SelectMany(process => process.Acknowledged)];
        books.AssertHolds(acknowledged);
        books.AssertNothingElse(acknowledged.Count);
    }

    private static void AssertNoneStarved(HostProcess[] processes)
    {
        var times = processes.Select(process => process.Took!.Value).ToList();
        WriteLine($"Seconds: {string.Join(", ", times.Select(time => $"{time.TotalSeconds:0.00}"))}");
        Assert.True(times.Max() <= 3 * times.Min(), $"The slowest took more than three times the fastest: {string.Join(", ", times)}");
    }
}
