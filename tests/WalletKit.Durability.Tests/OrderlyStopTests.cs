using WalletKit.Rules;

namespace WalletKit.Durability.Tests;

[Slow]
public sealed class OrderlyStopTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_process_asked_to_end_in_the_middle_of_a_burst_answers_what_it_began_and_leaves_a_closed_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        using var process = HostProcess.Start(_directory.Database, "run", seed: 11);
        await process.ReachAsync(700);

        Assert.Equal(0, await process.TerminateAsync());

        Assert.Empty(process.Failures);
        Assert.Empty(process.Unanswered);
        Assert.Equal([_directory.Database], Directory.GetFiles(_directory.Path));
        using var books = Books.Open(_directory.Database);
        books.AssertBalance();
        books.AssertHolds(process.Acknowledged);
        books.AssertNothingElse(process.Acknowledged.Count);

        // No claim outlives an orderly stop: pending rebates are due at once.
        Assert.Equal(0, books.Number("SELECT count(*) FROM walletkit_rebates WHERE status = 'pending' AND due_at > updated_at AND claim IS NOT NULL"));
    }

    [Fact]
    public async Task A_rebate_pending_at_a_stop_is_paid_after_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        using var process = HostProcess.Start(_directory.Database, "run", seed: 12);
        await process.ReachAsync(700);
        await process.TerminateAsync();

        await using (var host = new WalletHost(_directory.Database))
        {
            await host.Rebates.ProcessPendingAsync(Token);
        }

        using var books = Books.Open(_directory.Database);
        books.AssertBalance();
        books.AssertAllRebatesSettled();
    }
}
