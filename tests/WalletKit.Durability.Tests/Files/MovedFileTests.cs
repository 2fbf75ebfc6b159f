using WalletKit.Commands;
using WalletKit.Durability.Tests.Faults;
using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.TestHost.Disk;

namespace WalletKit.Durability.Tests.Files;

/// <summary>The files of a store are moved, removed or replaced while it works on them.</summary>
[Slow]
public sealed class MovedFileTests : IAsyncLifetime
{
    private static readonly string[] s_suffixes = ["", "-wal", "-shm"];

    private readonly TestDirectory _directory = new();
    private WalletHost _host = null!;
    private WalletId _wallet;

    private string Database => _directory.Database;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows moves and removes no file that is open.");
        Directory.CreateDirectory(_directory.In("data"));
        _host = new WalletHost(_directory.In("data/wallets.db"));
        _wallet = (await _host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        await DepositAsync(100m);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _directory.Dispose();
    }

    public static TheoryData<string> Changes => [.. s_changes.Keys];

    private static readonly Dictionary<string, Action<TestDirectory>> s_changes = new(StringComparer.Ordinal)
    {
        ["all is removed"] = directory => Array.ForEach(s_suffixes, suffix => File.Delete(directory.In("data/wallets.db") + suffix)),
        ["the file is removed"] = directory => File.Delete(directory.In("data/wallets.db")),
        ["the file is moved"] = directory => File.Move(directory.In("data/wallets.db"), directory.In("data/old.db")),
        ["the file is replaced"] = directory => Replace(directory, ""),
        ["the log is removed"] = directory => File.Delete(directory.In("data/wallets.db-wal")),
        ["the log is replaced"] = directory => Replace(directory, "-wal"),
        ["the index is removed"] = directory => File.Delete(directory.In("data/wallets.db-shm")),
        ["log and index are removed"] = directory => Array.ForEach(s_suffixes[1..], suffix => File.Delete(directory.In("data/wallets.db") + suffix)),
        ["the directory is moved"] = directory => Directory.Move(directory.In("data"), directory.In("elsewhere")),
        ["the directory is replaced"] = directory =>
        {
            Directory.Move(directory.In("data"), directory.In("elsewhere"));
            Directory.CreateDirectory(directory.In("data"));
            Array.ForEach(s_suffixes, suffix => File.Copy(directory.In("elsewhere/wallets.db") + suffix, directory.In("data/wallets.db") + suffix));
        },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task The_next_deposit_fails_by_name_changes_nothing_and_so_does_every_call_after_it(string change)
    {
        s_changes[change](_directory);

        AssertStopped(await Assert.ThrowsAsync<WalletStoreException>(() => DepositAsync(1m)), outcomeUnknown: false);

        AssertStopped(await Assert.ThrowsAsync<WalletStoreException>(() => DepositAsync(2m)), outcomeUnknown: false);
        AssertStopped(await Assert.ThrowsAsync<WalletStoreException>(() => _host.Wallets.GetBalanceAsync(_wallet, Token)), outcomeUnknown: false);
        AssertStopped(await Assert.ThrowsAsync<WalletStoreException>(() => _host.Audit.AuditAsync(cancellationToken: Token)), outcomeUnknown: false);
        await AssertCopyHasAsync(100m);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task The_next_read_fails_by_name_without_a_write(string change)
    {
        Assert.Equal(100m, (await _host.Wallets.GetBalanceAsync(_wallet, Token)).Balance);

        s_changes[change](_directory);

        AssertStopped(await Assert.ThrowsAsync<WalletStoreException>(() => _host.Wallets.GetBalanceAsync(_wallet, Token)), outcomeUnknown: false);
        AssertStopped(await Assert.ThrowsAsync<WalletStoreException>(() => DepositAsync(1m)), outcomeUnknown: false);
        await AssertCopyHasAsync(100m);
    }

    [Fact]
    public async Task A_store_that_has_stopped_does_not_go_on_when_the_file_is_back()
    {
        File.Move(_host.Store.Path, _directory.In("data/old.db"));
        await Assert.ThrowsAsync<WalletStoreException>(() => DepositAsync(1m));
        File.Move(_directory.In("data/old.db"), _host.Store.Path);

        AssertStopped(await Assert.ThrowsAsync<WalletStoreException>(() => DepositAsync(1m)), outcomeUnknown: false);
        AssertStopped(await Assert.ThrowsAsync<WalletStoreException>(() => _host.Wallets.GetBalanceAsync(_wallet, Token)), outcomeUnknown: false);

        await _host.DisposeAsync();
        await using var next = new WalletHost(_directory.In("data/wallets.db"));
        Assert.Equal(100m, (await next.Wallets.GetBalanceAsync(_wallet, Token)).Balance);
    }

    [Fact]
    public async Task Callers_that_wait_together_are_all_refused()
    {
        File.Delete(_host.Store.Path + "-wal");

        var refusals = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Assert.ThrowsAsync<WalletStoreException>(() => DepositAsync(1m))));

        Assert.All(refusals, refusal => AssertStopped(refusal, outcomeUnknown: false));
        await AssertCopyHasAsync(100m);
    }

    // The last connection to close copies the log into the file and removes it by its name.
    [Fact]
    public async Task Another_database_that_was_put_in_place_with_its_log_is_left_as_it_is()
    {
        var other = _directory.In("data/other.db");
        using var live = Raw.Open(other);
        live.Execute("PRAGMA journal_mode = WAL; CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)");
        foreach (var suffix in s_suffixes)
        {
            File.Copy(other + suffix, _directory.In("copy") + suffix);
            File.Move(_directory.In("copy") + suffix, _host.Store.Path + suffix, overwrite: true);
        }

        var before = Contents();

        await Assert.ThrowsAsync<WalletStoreException>(() => _host.Wallets.GetBalanceAsync(_wallet, Token));
        await _host.DisposeAsync();

        Assert.Equal(before, Contents());
    }

    // The closing itself notices the replacement, because no call came before it.
    [Fact]
    public async Task A_host_that_only_stops_leaves_what_was_put_in_place_as_it_is()
    {
        await _host.Wallets.GetBalanceAsync(_wallet, Token);
        foreach (var suffix in s_suffixes)
        {
            await File.WriteAllTextAsync(_directory.In("other"), $"another{suffix}", Token);
            File.Move(_directory.In("other"), _host.Store.Path + suffix, overwrite: true);
        }

        var before = Contents();

        await _host.DisposeAsync();

        Assert.Equal(before, Contents());
    }

    // If the file itself is in place, SQLite would copy the old log into it at the close, and remove the new log by its name.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_whose_log_and_index_alone_were_replaced_is_left_as_it_is_when_the_store_closes(bool isNoticedBefore)
    {
        var other = _directory.In("data/other.db");
        using var live = Raw.Open(other);
        live.Execute("PRAGMA journal_mode = WAL; CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)");
        foreach (var suffix in s_suffixes[1..])
        {
            File.Copy(other + suffix, _directory.In("copy") + suffix);
            File.Move(_directory.In("copy") + suffix, _host.Store.Path + suffix, overwrite: true);
        }

        var before = Contents();
        if (isNoticedBefore)
        {
            await Assert.ThrowsAsync<WalletStoreException>(() => DepositAsync(1m));
        }

        await _host.DisposeAsync();

        Assert.Equal(before, Contents());
    }

    [Fact]
    public async Task A_file_that_is_removed_during_the_commit_itself_leaves_its_outcome_unknown()
    {
        var isRemoved = false;
        using var watch = new WatchedDisk(Database, call =>
        {
            if (isRemoved && call is { On: DiskFile.Log, Kind: DiskCallKind.Sync })
            {
                File.Move(Database, _directory.In("old.db"));
                isRemoved = false;
            }

            return call.Do();
        });
        await using var host = new WalletHost(Database);
        var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);

        isRemoved = true;
        var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => host.Wallets.DepositAsync(wallet, 2m, cancellationToken: Token));

        AssertStopped(refusal, outcomeUnknown: true);

        // The commit is only in the files that can still be copied.
        await host.Store.CopyToAsync(_directory.In("copy.db"), Token);
        await using var copy = new WalletHost(_directory.In("copy.db"));
        Assert.Equal(3m, (await copy.Wallets.GetBalanceAsync(wallet, Token)).Balance);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    [InlineData("-shm")]
    public async Task A_process_whose_file_is_moved_under_full_work_stops_by_name_and_nothing_it_acknowledged_is_lost(string suffix)
    {
        using var process = HostProcess.Start(Database, "run", seed: 11);
        await process.ReachAsync(500);

        File.Move(Database + suffix, _directory.In("moved"));

        Assert.Equal(2, await process.ReadToEndAsync());
        Assert.All(process.Failures, failure => Assert.StartsWith("failed store_file_moved", failure, StringComparison.Ordinal));
        Assert.NotEmpty(process.Failures);

        // After the file is put back, all commits are there.
        File.Move(_directory.In("moved"), Database + suffix);
        await using (var host = new WalletHost(Database))
        {
            await host.Store.OpenAsync(Token);
            await AfterCrash.AssertCleanAsync(Database, host);
        }

        using var books = Books.Open(Database);
        books.AssertHolds(process.Acknowledged);
    }

    private Task<TransactionReceipt> DepositAsync(decimal amount) => _host.Wallets.DepositAsync(_wallet, amount, cancellationToken: Token);

    private async Task AssertCopyHasAsync(decimal balance)
    {
        var copy = _directory.In("copy.db");
        await _host.Store.CopyToAsync(copy, Token);
        await using var host = new WalletHost(copy);
        Assert.Equal(balance, (await host.Wallets.GetBalanceAsync(_wallet, Token)).Balance);
        await AfterCrash.AssertCleanAsync(copy, host);
    }

    private static void AssertStopped(WalletStoreException refusal, bool outcomeUnknown)
    {
        Assert.Equal((StoreFailure.FileMoved, "store_file_moved", outcomeUnknown, false), (refusal.Failure, refusal.Code, refusal.OutcomeUnknown, refusal.IsTransient));
        Assert.Contains("was moved, removed or replaced while it was in use", refusal.Message, StringComparison.Ordinal);
    }

    private Dictionary<string, string> Contents() =>
        s_suffixes.Select(suffix => _directory.In("data/wallets.db") + suffix).ToDictionary(path => path, path => Convert.ToHexString(File.ReadAllBytes(path)), StringComparer.Ordinal);

    // Replaces a file with another file of the same content, like a restore.
    private static void Replace(TestDirectory directory, string suffix)
    {
        var path = directory.In("data/wallets.db") + suffix;
        File.Copy(path, directory.In("data/other"));
        File.Move(directory.In("data/other"), path, overwrite: true);
    }
}
