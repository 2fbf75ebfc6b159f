using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using WalletKit.Commands;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Durability.Tests.Files;

/// <summary>One database with two names: by links, hard and symbolic, and by mounts.</summary>
[Slow]
public sealed class SecondNameTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    private string Database => _directory.Database;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_file_with_a_hard_link_is_refused_by_either_name_and_opened_when_the_link_is_gone()
    {
        var wallet = await MakeAsync(Database);
        await LinkAsync(Database, _directory.In("second.db"));

        var refusal = await AssertRefusedAsync(Database);
        Assert.Contains("2 names", refusal.Message, StringComparison.Ordinal);
        await AssertRefusedAsync(_directory.In("second.db"));
        Assert.False(File.Exists(_directory.In("second.db-wal")));

        File.Delete(_directory.In("second.db"));
        await using var host = new WalletHost(Database);
        Assert.Equal(100m, (await host.Wallets.GetBalanceAsync(wallet, Token)).Balance);
    }

    // A backup by hard links makes such a link, and must not stop payments.
    [Fact]
    public async Task A_hard_link_that_is_made_while_a_store_works_is_warned_of_once_and_stops_nothing()
    {
        Directory.CreateDirectory(_directory.In("backups"));
        using var log = new CapturedLog();
        await using var store = new SqliteWalletStore(
            new SqliteStoreOptions { ConnectionString = $"Data Source={Database}" }, new FakeTimeProvider(), log.CreateLogger<SqliteWalletStore>());
        await store.OpenAsync(Token);
        Assert.Empty(log.Warnings);

        await LinkAsync(Database, _directory.In("second.db"));

        for (var i = 0; i < 3; i++)
        {
            await store.CommitAsync(new([new WalletKit.OpenWallet(new WalletId(Guid.CreateVersion7()), $"owner-{i}", WalletKit.Currency.FromIso("USD"))]), Token);
        }

        Assert.Contains("2 names", Assert.Single(log.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_symbolic_link_is_followed_so_that_log_and_index_lie_beside_the_file()
    {
        Directory.CreateDirectory(_directory.In("real"));
        File.CreateSymbolicLink(Database, _directory.In("real/money.db"));
        await using var host = new WalletHost(Database);
        await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token);

        Assert.Equal(_directory.In("real/money.db"), host.Store.Path);
        Assert.Equal(["money.db", "money.db-shm", "money.db-wal"], Directory.GetFiles(_directory.In("real")).Select(Path.GetFileName).Order());
        Assert.Equal([Database], Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public async Task Two_stores_that_come_by_a_file_and_by_links_to_it_never_spend_the_same_money()
    {
        Directory.CreateDirectory(_directory.In("real"));
        Directory.CreateSymbolicLink(_directory.In("linked"), "real");
        File.CreateSymbolicLink(Database, "linked/money.db");
        await using var one = new WalletHost(_directory.In("real/money.db"));
        await using var other = new WalletHost(Database);
        var wallet = (await one.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        await one.Wallets.DepositAsync(wallet, 100m, cancellationToken: Token);

        await other.Wallets.WithdrawAsync(wallet, 100m, cancellationToken: Token);

        await Assert.ThrowsAsync<InsufficientFundsException>(() => one.Wallets.WithdrawAsync(wallet, 100m, cancellationToken: Token));
        Assert.Equal(one.Store.Path, other.Store.Path);
    }

    [Fact]
    public async Task The_log_of_a_file_that_is_reached_by_a_link_is_looked_for_beside_the_file()
    {
        Directory.CreateDirectory(_directory.In("real"));
        await File.WriteAllTextAsync(_directory.In("real/money.db-wal"), "something", Token);
        File.CreateSymbolicLink(Database, _directory.In("real/money.db"));

        await AssertRefusedAsync(Database, StoreFailure.LogMismatch);

        Assert.False(File.Exists(_directory.In("real/money.db")));
    }

    [Fact]
    public async Task A_link_that_comes_to_lead_to_another_file_stops_the_store_by_name()
    {
        await MakeAsync(_directory.In("old.db"));
        await MakeAsync(_directory.In("new.db"));
        File.CreateSymbolicLink(Database, _directory.In("old.db"));
        await using var host = new WalletHost(Database);
        await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token);

        // A deployment replaces the link in one step in the same way.
        File.CreateSymbolicLink(_directory.In("next"), _directory.In("new.db"));
        File.Move(_directory.In("next"), Database, overwrite: true);

        var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => host.Wallets.FindWalletAsync("owner", cancellationToken: Token));
        Assert.Equal(StoreFailure.FileMoved, refusal.Failure);
        Assert.Contains(Database, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_that_lead_round_in_circles_are_refused()
    {
        File.CreateSymbolicLink(Database, _directory.In("other.db"));
        File.CreateSymbolicLink(_directory.In("other.db"), Database);

        await AssertRefusedAsync(Database);
    }

    [Fact]
    public async Task A_file_that_is_mounted_alone_is_refused_and_its_directory_is_not()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only the superuser of a Linux system can mount.");
        var wallet = await MakeAsync(Database);
        var place = _directory.In("the place");
        Directory.CreateDirectory(place);
        var alone = Path.Combine(place, "wallets.db");
        await File.WriteAllBytesAsync(alone, [], Token);
        Assert.SkipUnless(await RunAsync("mount", "--bind", Database, alone) == 0, "Mounting is not allowed here.");
        try
        {
            Assert.Contains("mounted alone", (await AssertRefusedAsync(alone)).Message, StringComparison.Ordinal);
        }
        finally
        {
            await RunAsync("umount", alone);
        }

        File.Delete(alone);
        Assert.Equal(0, await RunAsync("mount", "--bind", _directory.Path, place));
        try
        {
            await using var host = new WalletHost(alone);
            Assert.Equal(100m, (await host.Wallets.GetBalanceAsync(wallet, Token)).Balance);
        }
        finally
        {
            await RunAsync("umount", place);
        }
    }

    private static async Task<WalletId> MakeAsync(string path)
    {
        await using var host = new WalletHost(path);
        var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        await host.Wallets.DepositAsync(wallet, 100m, cancellationToken: Token);
        return wallet;
    }

    private static async Task<WalletStoreException> AssertRefusedAsync(string path, StoreFailure failure = StoreFailure.CannotOpen)
    {
        await using var host = new WalletHost(path);
        var refusal = await Assert.ThrowsAsync<WalletStoreException>(async () => await host.Store.OpenAsync(Token));
        Assert.Equal(failure, refusal.Failure);
        return refusal;
    }

    private static async Task LinkAsync(string path, string second)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no ln on Windows.");
        Assert.Equal(0, await RunAsync("ln", path, second));
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(Token);
        return process.ExitCode;
    }
}
