namespace WalletKit.Samples.Tests.CustomStore;

[Slow]
public sealed class CustomStoreSampleTests
{
    private const string Sample = "WalletKit.Samples.CustomStore";

    public static bool IsWindows => OperatingSystem.IsWindows();

    [Fact]
    public async Task The_console_sample_tells_its_story_and_the_books_balance()
    {
        using var sample = SampleProcess.StartSample(Sample);
        var result = await sample.WaitForExitAsync();

        result.AssertBooksBalance();
        Assert.Contains("Deposited 100.00, the balance is 100.00", result.Lines);
        Assert.Contains("Rebates paid: 1, the balance is 101.00", result.Lines);
        Assert.Contains("The balance is 101.00", result.Lines);
        Assert.False(File.Exists(result.Lines[0]["The journal is ".Length..]));
    }

    [Fact]
    public async Task A_second_run_goes_on_with_the_same_journal()
    {
        await using var journal = new TemporaryJournal();
        using var first = SampleProcess.StartSample(Sample, journal.Path);
        (await first.WaitForExitAsync()).AssertBooksBalance();

        using var second = SampleProcess.StartSample(Sample, journal.Path);
        var result = await second.WaitForExitAsync();

        result.AssertBooksBalance();
        Assert.Contains("The balance is 202.00", result.Lines);
    }

    [Fact(Skip = "Windows has no such limits.", SkipWhen = nameof(IsWindows))]
    public async Task A_commit_without_room_is_refused_by_name_and_leaves_nothing()
    {
        await using var journal = new TemporaryJournal();
        for (var run = 0; ; run++)
        {
            using var sample = SampleProcess.StartConfined(8, Sample, journal.Path);
            var result = await sample.WaitForExitAsync();
            if (result.ExitCode != 0)
            {
                Assert.InRange(run, 1, 5);
                Assert.Contains("could not read or write the journal", result.Errors, StringComparison.Ordinal);
                break;
            }
        }

        var lines = await File.ReadAllTextAsync(journal.Path, Token);
        Assert.EndsWith("}]\n", lines, StringComparison.Ordinal);
        using var roomy = SampleProcess.StartSample(Sample, journal.Path);
        (await roomy.WaitForExitAsync()).AssertBooksBalance();
    }

    [Fact]
    public async Task A_file_of_another_kind_is_refused_by_name()
    {
        await using var journal = new TemporaryJournal();
        await File.WriteAllTextAsync(journal.Path, "a letter", Token);

        using var sample = SampleProcess.StartSample(Sample, journal.Path);
        var result = await sample.WaitForExitAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("is no journal", result.Errors, StringComparison.Ordinal);
    }
}
