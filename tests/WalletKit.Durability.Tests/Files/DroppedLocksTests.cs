using WalletKit.Commands;
using WalletKit.Durability.Tests.Faults;
using WalletKit.Rules;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Durability.Tests.Files;

/// <summary>A host opens and closes the database file itself, which drops SQLite's locks on the file in this process.</summary>
[Slow]
public sealed class DroppedLocksTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_shell_that_then_removes_the_live_log_is_noticed_by_the_next_call_and_nothing_acknowledged_is_lost()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows locks belong to a handle.");
        var host = new WalletHost(_directory.Database);
        await using (host)
        {
            var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
            await host.Wallets.DepositAsync(wallet, 100m, cancellationToken: Token);

            // The test opens all three files, like a backup by hand. Present versions of SQLite need a lock on the index as well before they count themselves as the last
            // connection; older shells do not.
            foreach (var suffix in (string[])["", "-wal", "-shm"])
            {
                File.Copy(_directory.Database + suffix, _directory.In("copied") + suffix);
            }

            await HostProcess.RunShellAsync(_directory.Database, "SELECT count(*) FROM walletkit_wallets");
            Assert.False(File.Exists(_directory.Database + "-wal"), "The shell took itself for the last, and removed the log.");

            var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token));
            Assert.Equal((StoreFailure.FileMoved, false), (refusal.Failure, refusal.OutcomeUnknown));
            Assert.Contains("-wal", refusal.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<WalletStoreException>(() => host.Wallets.GetBalanceAsync(wallet, Token));
        }

        await using var next = new WalletHost(_directory.Database);
        var found = await next.Wallets.FindWalletAsync("owner", cancellationToken: Token);
        Assert.Equal(100m, found!.Balance);
        await AfterCrash.AssertCleanAsync(_directory.Database, next);
    }

    [Fact]
    public async Task A_store_that_works_keeps_its_lock_on_the_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux says who holds which lock.");
        await using var host = new WalletHost(_directory.Database);
        var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        for (var i = 0; i < 10; i++)
        {
            await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
            await host.Wallets.GetBalanceAsync(wallet, Token);
        }

        Assert.True(HoldsLock());
        File.Copy(_directory.Database, _directory.In("copied"));
        Assert.False(HoldsLock(), "A host that opens and closes the file drops it.");
    }

    // This is SQLite's shared lock, at its place behind the first gigabyte.
    private bool HoldsLock()
    {
        var file = FileState.Find(_directory.Database)!.Value.Identity.Number;
        return File.ReadLines("/proc/locks").Any(line => line.Contains($"READ {Environment.ProcessId} ", StringComparison.Ordinal) && line.Contains($":{file} 1073741826 ", StringComparison.Ordinal));
    }
}
