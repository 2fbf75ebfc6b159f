using WalletKit.Commands;
using WalletKit.Durability.Tests.Faults;
using WalletKit.Rules;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Durability.Tests.Files;

/// <summary>The files that a start may find after a process was killed and an operator moved files.</summary>
[Slow]
public sealed class LogOfAnotherLifeTests : IDisposable
{
    private const string Restart = "PRAGMA wal_checkpoint(RESTART)";

    private readonly TestDirectory _directory = new();

    private string Database => _directory.Database;

    private string Backup => _directory.In("backup.db");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_start_without_the_file_or_with_an_empty_one_beside_a_log_is_refused_and_makes_nothing(bool isEmpty)
    {
        var acknowledged = await KillAfterAsync("run", 300);
        File.Move(Database, _directory.In("misplaced"));
        if (isEmpty)
        {
            await File.WriteAllBytesAsync(Database, [], Token);
        }

        var before = _directory.Contents();

        await AssertRefusedAsync();

        Assert.Equal(before, _directory.Contents());
        File.Move(_directory.In("misplaced"), Database, overwrite: true);
        await AssertHoldsAsync(acknowledged);
    }

    [Fact]
    public async Task An_empty_log_without_a_file_is_no_reason_to_refuse()
    {
        await File.WriteAllBytesAsync(Database + "-wal", [], Token);

        await using var host = new WalletHost(Database);

        await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token);
    }

    public static TheoryData<string> Backups => [.. s_backups.Keys];

    // The ways to make a backup, after which work goes on before the process is killed.
    private static readonly Dictionary<string, Func<LogOfAnotherLifeTests, Task>> s_backups = new(StringComparer.Ordinal)
    {
        ["by the store itself"] = async test =>
        {
            await using var host = new WalletHost(test.Database);
            await host.Store.CopyToAsync(test.Backup, Token);
        },
        ["by VACUUM INTO in a shell"] = test => HostProcess.RunShellAsync(test.Database, $"VACUUM INTO '{test.Backup}'"),
        ["by a copy of the file at rest, two lives of the log ago"] = async test =>
        {
            File.Copy(test.Database, test.Backup);
            await test.KillAfterAsync("between", 20);
            await HostProcess.RunShellAsync(test.Database, "SELECT count(*) FROM walletkit_wallets");
        },
    };

    [Theory]
    [MemberData(nameof(Backups))]
    public async Task A_backup_beside_the_log_of_a_later_time_is_refused_untouched_and_opened_without_that_log(string backup)
    {
        var early = await KillAfterAsync("early", 50);

        // A shell that closes the database copies the log into the file.
        await HostProcess.RunShellAsync(Database, "SELECT count(*) FROM walletkit_wallets");
        await s_backups[backup](this);
        await KillAfterAsync("late", 200);

        File.Copy(Backup, Database, overwrite: true);
        File.Delete(Database + "-shm");
        var (file, log) = (await File.ReadAllBytesAsync(Database, Token), await File.ReadAllBytesAsync(Database + "-wal", Token));
        await AssertRefusedAsync();

        Assert.Equal(file, await File.ReadAllBytesAsync(Database, Token));
        Assert.Equal(log, await File.ReadAllBytesAsync(Database + "-wal", Token));
        File.Delete(Database + "-wal");
        File.Delete(Database + "-shm");
        await AssertHoldsAsync(early);
    }

    // The log is whole from the backup or from before it on: replayed over the backup, it restores the last state.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_backup_page_by_page_of_the_same_life_of_the_log_is_opened_with_all_that_the_log_holds(bool atRest)
    {
        var acknowledged = await KillAfterAsync("early", 50);
        await HostProcess.RunShellAsync(Database, "SELECT count(*) FROM walletkit_wallets");
        if (atRest)
        {
            File.Copy(Database, Backup);
        }

        acknowledged = [.. acknowledged, .. await KillAfterAsync("late", 50)];
        if (!atRest)
        {
            File.Copy(Database, Backup);
        }

        File.Copy(Backup, Database, overwrite: true);
        await AssertHoldsAsync(acknowledged);
    }

    // The log of the original was in use while the copy was made; if the copy takes the original's place beside that log, page numbers do not fit.
    [Fact]
    public async Task A_copy_of_a_store_in_use_that_takes_its_place_beside_its_log_is_refused()
    {
        await using (var host = new WalletHost(Database))
        {
            var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
            await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
            await host.Store.CopyToAsync(_directory.In("by-store.db"), Token);
            await HostProcess.RunShellAsync(Database, $"VACUUM INTO '{_directory.In("by-shell.db")}'");
            await host.Wallets.DepositAsync(wallet, 2m, cancellationToken: Token);
            File.Copy(Database + "-wal", _directory.In("log"));
        }

        foreach (var copy in (string[])["by-store.db", "by-shell.db"])
        {
            Array.ForEach(Directory.GetFiles(_directory.Path, "wallets.db*"), File.Delete);
            File.Copy(_directory.In(copy), Database);
            File.Copy(_directory.In("log"), Database + "-wal");

            await AssertRefusedAsync();
        }
    }

    [Theory]
    [InlineData("SELECT 1")]
    [InlineData(Restart)]
    [InlineData("PRAGMA wal_checkpoint(TRUNCATE)")]
    [InlineData("CREATE TABLE theirs (x)")]
    [InlineData("VACUUM")]
    public async Task A_shells_work_on_a_store_in_use_does_not_make_the_log_unknown_after_a_kill(string sql)
    {
        var acknowledged = new List<Operation>();
        using (var process = HostProcess.Start(Database, "run", seed: 12))
        {
            for (var i = 0; i < 3; i++)
            {
                await process.ProgressAsync(100);
                await HostProcess.RunShellAsync(Database, i == 0 || sql != "CREATE TABLE theirs (x)" ? sql : "INSERT INTO theirs VALUES (1)");
            }

            await process.ProgressAsync(100);
            await process.KillAsync();
            acknowledged.AddRange(process.Acknowledged);
        }

        await using (var host = new WalletHost(Database))
        {
            await host.Store.OpenAsync(Token);
        }

        using var books = Books.Open(Database);
        books.AssertHolds(acknowledged);
    }

    [Theory]
    [InlineData("PASSIVE")]
    [InlineData("RESTART")]
    public async Task A_schema_that_a_shell_changed_and_copied_to_the_file_is_no_reason_to_refuse_after_a_kill(string checkpoint)
    {
        await using (var host = new WalletHost(Database))
        {
            var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
            await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
            await HostProcess.RunShellAsync(Database, $"CREATE TABLE theirs (x); PRAGMA wal_checkpoint({checkpoint})");

            KeepWhatAKillLeaves();
        }

        RestoreWhatAKillLeft();
        await using var next = new WalletHost(Database);
        await next.Store.OpenAsync(Token);
    }

    // The first program to write chooses both salts of a new log at random.
    [Theory]
    [InlineData("ANALYZE")]
    [InlineData("CREATE INDEX theirs ON walletkit_texts (reference)")]
    public async Task A_shell_that_wrote_first_after_a_clean_stop_and_is_still_open_keeps_no_host_from_starting(string sql)
    {
        var wallet = await DepositAsync();
        using var shell = Raw.Open(Database);
        shell.Execute(sql);

        await AssertHoldsOneDepositAsync(wallet);
    }

    [Fact]
    public async Task A_log_that_a_shell_emptied_and_another_shell_began_is_known_after_a_kill()
    {
        WalletId wallet;
        await using (var host = new WalletHost(Database))
        {
            wallet = await DepositAsync(host);
            await HostProcess.RunShellAsync(Database, "PRAGMA wal_checkpoint(TRUNCATE)");
            await HostProcess.RunShellAsync(Database, "CREATE TABLE theirs (x)");
            KeepWhatAKillLeaves();
        }

        RestoreWhatAKillLeft();
        await AssertHoldsOneDepositAsync(wallet);
    }

    [Theory]
    [InlineData("ANALYZE")]
    [InlineData("VACUUM")]
    public async Task A_log_that_a_shell_began_while_a_host_only_read_is_known_after_a_kill(string sql)
    {
        var wallet = await DepositAsync();
        await using (var host = new WalletHost(Database))
        {
            await host.Wallets.GetBalanceAsync(wallet, Token);
            await HostProcess.RunShellAsync(Database, sql);
            KeepWhatAKillLeaves();
        }

        RestoreWhatAKillLeft();
        await AssertHoldsOneDepositAsync(wallet);
    }

    [Fact]
    public async Task A_log_that_is_refused_is_refused_with_what_to_do_where_nothing_was_restored()
    {
        await KillAfterAsync("early", 50);
        await HostProcess.RunShellAsync(Database, "SELECT count(*) FROM walletkit_wallets");
        File.Copy(Database, Backup);
        await KillAfterAsync("between", 20);
        await HostProcess.RunShellAsync(Database, "SELECT count(*) FROM walletkit_wallets");
        await KillAfterAsync("late", 20);
        File.Copy(Backup, Database, overwrite: true);
        File.Delete(Database + "-shm");

        var refusal = await AssertRefusedAsync();

        Assert.Contains("open it once with sqlite3 and close it", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_began_anew_is_named_in_the_database_before_the_call_is_answered()
    {
        await using var host = new WalletHost(Database);
        var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        var previous = "";
        for (var i = 0; i < 5; i++)
        {
            await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);

            using var other = Raw.Open(Database);
            var (log, before) = other.Query("SELECT hex(log), hex(log_before) FROM walletkit_log_stamp", row => (row.GetString(0), row.GetString(1))).Single();
            Assert.Equal($"{LogHeader.Read(Database + "-wal")!.Value.Salts:X16}", log);
            Assert.NotEqual(previous, log);
            Assert.True(i == 0 || before == previous, "It names the log before it.");
            previous = log;
            other.Execute(Restart);
        }
    }

    /// <summary>Lets a process work until it has acknowledged that number of operations, and kills it.</summary>
    private async Task<IReadOnlyList<Operation>> KillAfterAsync(string run, int acknowledged)
    {
        using var process = HostProcess.Start(Database, run, seed: 13);
        await process.ReachAsync(acknowledged);
        await process.KillAsync();
        Assert.Empty(process.Failures);
        return process.Acknowledged;
    }

    private async Task<WalletId> DepositAsync()
    {
        await using var host = new WalletHost(Database);
        return await DepositAsync(host);
    }

    private static async Task<WalletId> DepositAsync(WalletHost host)
    {
        var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
        return wallet;
    }

    private void KeepWhatAKillLeaves()
    {
        File.Copy(Database, Backup);
        File.Copy(Database + "-wal", _directory.In("log"));
    }

    private void RestoreWhatAKillLeft()
    {
        Array.ForEach(Directory.GetFiles(_directory.Path, "wallets.db*"), File.Delete);
        File.Copy(Backup, Database);
        File.Copy(_directory.In("log"), Database + "-wal");
    }

    private async Task AssertHoldsOneDepositAsync(WalletId wallet)
    {
        await using var host = new WalletHost(Database);
        Assert.Equal(1m, (await host.Wallets.GetBalanceAsync(wallet, Token)).Balance);
        await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
        await AfterCrash.AssertCleanAsync(Database, host);
    }

    private async Task<WalletStoreException> AssertRefusedAsync()
    {
        await using var host = new WalletHost(Database);
        var refusal = await Assert.ThrowsAsync<WalletStoreException>(async () => await host.Store.OpenAsync(Token));
        Assert.Equal((StoreFailure.LogMismatch, "store_log_mismatch", false), (refusal.Failure, refusal.Code, refusal.IsTransient));
        Assert.Contains(Database, refusal.Message, StringComparison.Ordinal);
        return refusal;
    }

    private async Task AssertHoldsAsync(IReadOnlyList<Operation> acknowledged)
    {
        await using (var host = new WalletHost(Database))
        {
            await host.Store.OpenAsync(Token);
            await AfterCrash.AssertCleanAsync(Database, host);
        }

        using var books = Books.Open(Database);
        books.AssertHolds(acknowledged);
    }
}
