using System.Text.RegularExpressions;

namespace WalletKit.Samples.Tests;

[Slow]
public sealed class ConsoleSampleTests
{
    // The newest entry of a wallet has its state. The name of the wallet and a parenthesis complete the condition.
    private const string Newest = "id = (SELECT max(j.id) FROM walletkit_journal j JOIN walletkit_wallets w ON w.id = j.wallet_id WHERE w.name = ";

    [Fact]
    public async Task The_console_sample_tells_its_story_and_the_books_balance()
    {
        var result = await SampleProcess.RunAsync("--burst", "2000");

        result.AssertBooksBalance();
        Assert.Matches(@"Deposit .* balance +100\.00\n", result.Output);
        Assert.Matches(@"Rebate .* balance +101\.00\n", result.Output);
        Assert.Matches(@"Withdraw .* balance +71\.00\n", result.Output);
        Assert.Matches(@"Repeat .* replays transaction 4 .* balance +71\.00\n", result.Output);
        Assert.Contains("insufficient_funds: ", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"Transfer +20\.00 to savings, which has 20\.00 now +balance +51\.00\n", result.Output);
        Assert.Matches(@"Hold +40\.00 held back, 11\.00 available +balance +51\.00\n", result.Output);
        Assert.Matches(@"Capture +25\.00 of it, the rest released: 26\.00 available +balance +26\.00\n", result.Output);
        Assert.Matches(@"Mistake .* balance +76\.50\n", result.Output);
        Assert.Matches(@"Reversal +50\.00 and 0\.50 taken back, in one commit +balance +26\.00\n", result.Output);
        Assert.Equal(2000, result.NumberIn(@"([\d,]+) recorded") + result.NumberIn(@"([\d,]+) refused for lack of money"));
    }

    [Fact]
    public async Task A_run_of_the_sample_without_a_path_leaves_nothing_behind()
    {
        const string Announcement = "The wallets are in ";

        var result = await SampleProcess.RunAsync("--burst", "1");

        result.AssertBooksBalance();
        var path = Assert.Single(result.Lines, line => line.StartsWith(Announcement, StringComparison.Ordinal))[Announcement.Length..];
        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
    }

    [Fact]
    public async Task A_second_run_goes_on_with_the_same_file()
    {
        using var database = new TemporaryDatabase();

        (await SampleProcess.RunAsync("--db", database.Path, "--burst", "500")).AssertBooksBalance();
        var second = await SampleProcess.RunAsync("--db", database.Path, "--burst", "500");

        second.AssertBooksBalance();
        Assert.Matches(@"Open .* stood already .* balance +26\.00\n", second.Output);
        Assert.Matches(@"Withdraw .* balance +97\.00\n", second.Output);
        Assert.Equal(6, database.Count("SELECT count(*) FROM walletkit_wallets"));
    }

    [Theory]
    [InlineData("UPDATE walletkit_journal SET balance = balance + 1 WHERE " + Newest + "'wallet-2')", "wallet burst/wallet-2: the balance is ")]
    [InlineData("DELETE FROM walletkit_rebates WHERE deposit_id = 2", "wallet user-1/default: transaction 2 is a deposit and has 0 rebates")]
    [InlineData("UPDATE walletkit_rebates SET status = 'dead', transaction_id = NULL, reason = 'cut off' WHERE deposit_id = 2", "wallet user-1/default: the rebate of deposit 2 is dead cut off")]
    [InlineData("UPDATE walletkit_journal SET counterpart_version = 3 WHERE type = 103", "wallet user-1/default: transaction 5 has no other leg that agrees with it")]
    [InlineData("UPDATE walletkit_journal SET amount = amount - 1 WHERE type = 103", "wallet user-1/savings: transaction 2 has no other leg that agrees with it")]
    [InlineData("UPDATE walletkit_journal SET held = 500 WHERE " + Newest + "'savings')", "wallet user-1/savings: 500 is held, but its open holds add up to 0")]
    [InlineData("UPDATE walletkit_holds SET captured = captured - 1", "wallet user-1/default: 2499 was captured of hold 1, but its captures add up to 2500")]
    [InlineData("UPDATE walletkit_journal SET reversal_of = 2 WHERE reversal_of = 8", "wallet user-1/default: transaction 10 is no opposite of transaction 2")]
    [InlineData("UPDATE walletkit_journal SET reversal_of = 3 WHERE reversal_of = 9", "wallet user-1/default: deposit 8 was reversed, but its rebate is paid")]
    public async Task Damaged_books_do_not_balance_and_the_wallet_is_named(string damage, string complaint)
    {
        using var database = new TemporaryDatabase();
        (await SampleProcess.RunAsync("--db", database.Path, "--burst", "100")).AssertBooksBalance();
        database.Execute(damage);

        var result = await SampleProcess.RunAsync("--db", database.Path, "--burst", "100");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("books balance: no", result.Lines[^1]);
        Assert.Contains(result.Lines, line => line.StartsWith(complaint, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_is_told_without_a_stack_trace_and_nothing_is_said_of_its_books()
    {
        using var database = new TemporaryDatabase();

        // There is a directory in the place of the file.
        var result = await SampleProcess.RunAsync("--db", Path.GetDirectoryName(database.Path)!);

        Assert.Equal(3, result.ExitCode);
        Assert.EndsWith("is a directory.", string.Join(" ", result.Lines.SkipLast(1)), StringComparison.Ordinal);
        Assert.Equal("books balance: not checked", result.Lines[^1]);
        Assert.Empty(result.Errors);
    }

    [Fact]
    public async Task A_directory_that_does_not_exist_is_an_error_about_the_directory()
    {
        using var database = new TemporaryDatabase();
        var missing = Path.Combine(Path.GetDirectoryName(database.Path)!, "missing");

        var result = await SampleProcess.RunAsync("--db", Path.Combine(missing, "wallets.db"));

        Assert.Equal(2, result.ExitCode);
        Assert.Equal($"--db names a file in the directory '{missing}', which does not exist; make it first.", result.Errors.Trim());
        Assert.Empty(result.Lines);
    }

    [Fact]
    public async Task On_sixty_columns_no_line_is_longer_and_no_date_word_or_amount_is_broken()
    {
        using var sample = SampleProcess.StartWithin(60, "--burst", "10");

        var result = await sample.WaitForExitAsync();

        result.AssertBooksBalance();
        Assert.All(result.Lines.Where(line => !line.Contains(Path.DirectorySeparatorChar)), line => Assert.InRange(line.TrimEnd().Length, 0, 60));
        Assert.Matches(@"\n  Deposit +100\.00, there at once +balance +100\.00\n", result.Output);
        Assert.Matches(@"\n  Mistake +50\.00 deposited .* balance +76\.50 *\n +\S", result.Output);
        string[] types = ["Reversal", "Reversal", "Rebate", "Deposit", "Capture", "TransferOut", "Withdrawal", "Rebate", "Deposit"];
        Assert.Equal(types, Regex.Matches(result.Output, @"\n *\d+ +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (\w+) +[+-]\d+\.\d\d +\d+\.\d\d ").Select(row => row.Groups[1].Value));
    }

    [Theory]
    [InlineData("--burst needs a whole number from 1 to 10,000,000 after it, not '0'.", "--burst", "0")]
    [InlineData("--burst needs a whole number from 1 to 10,000,000 after it, not 'many'.", "--burst", "many")]
    [InlineData("--burst needs a whole number from 1 to 10,000,000 after it, not ''.", "--burst")]
    [InlineData("--db needs the path of a file after it.", "--db", "--burst", "5")]
    [InlineData("'--bursts' is not an option; --db PATH, --burst N and --help are.", "--bursts", "5")]
    public async Task A_bad_argument_is_named_with_its_rule(string complaint, params string[] arguments)
    {
        var result = await SampleProcess.RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(complaint, result.Errors.Trim());
        Assert.Empty(result.Lines);
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        var result = await SampleProcess.RunAsync("--help");

        Assert.Equal(0, result.ExitCode);
        Assert.All(["--db", "--burst", "--help"], option => Assert.Contains(option, result.Output, StringComparison.Ordinal));
    }
}
