namespace WalletKit.Samples.Tests;

[Slow]
public sealed class StoppingTests
{
    public static bool IsWindows => OperatingSystem.IsWindows();

    [Theory(Skip = "Windows has no signals to send.", SkipWhen = nameof(IsWindows))]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_stop_in_the_middle_of_a_burst_leaves_nothing_half_done_and_the_next_run_goes_on(string signal)
    {
        Assert.SkipWhen(signal == "INT" && IsInterruptIgnored(), "Whoever started these tests has Ctrl-C ignored, which processes inherit.");
        using var database = new TemporaryDatabase();

        using var sample = SampleProcess.Start("--db", database.Path, "--burst", "1000000");
        await sample.WaitForLineAsync("Burst: ");
        await sample.SignalAsync(signal);
        var stopped = await sample.WaitForExitAsync();

        Assert.True(stopped.ExitCode == 130, $"exit code {stopped.ExitCode}\n{stopped.Output}\n{stopped.Errors}");
        Assert.Empty(stopped.Errors);
        Assert.DoesNotContain("books balance", stopped.Output, StringComparison.Ordinal);
        Assert.Equal(
            database.Count("SELECT count(*) FROM walletkit_idempotency_keys"),
            stopped.NumberIn(@"Operations acknowledged, and recorded: ([\d,]+)"));
        Assert.Equal(
            database.Count("SELECT count(*) FROM walletkit_rebates WHERE status = 'pending'"),
            stopped.NumberIn(@"Rebates pending: ([\d,]+)"));

        var next = await SampleProcess.RunAsync("--db", database.Path, "--burst", "200");

        next.AssertBooksBalance();
        Assert.Equal(0, database.Count("SELECT count(*) FROM walletkit_rebates WHERE status NOT IN ('paid', 'nothing_due')"));
    }

    // A shell starts background jobs of a script with SIGINT ignored. SIGINT is the second bit of the mask.
    private static bool IsInterruptIgnored() =>
        OperatingSystem.IsLinux()
        && File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is var mask
        && (Convert.ToUInt64(mask["SigIgn:".Length..].Trim(), 16) & 2) != 0;
}
