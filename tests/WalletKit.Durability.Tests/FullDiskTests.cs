using System.Diagnostics;
using WalletKit.Commands;
using WalletKit.Rules;

namespace WalletKit.Durability.Tests;

[Slow]
public sealed class FullDiskTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_full_disk_refuses_deposits_loses_nothing_and_is_used_again_when_there_is_room()
    {
        using var disk = SmallDisk.Mount();
        var database = Path.Combine(disk.Path, "wallets.db");
        var filler = Path.Combine(disk.Path, "filler");
        await File.WriteAllBytesAsync(filler, new byte[1_000_000], Token);
        var acknowledged = new List<Operation>();
        await using (var host = new WalletHost(database))
        {
            var wallet = (await host.Wallets.OpenAsync("owner-0", "USD", cancellationToken: Token)).Wallet;

            var refusal = await DepositUntilRefused(host, wallet.Id, acknowledged);

            Assert.Equal(StoreFailure.Full, refusal.Failure);
            Assert.Contains(database, refusal.Message, StringComparison.Ordinal);
            Assert.NotEmpty(acknowledged);
            Assert.Equal(acknowledged.Count, (await host.Wallets.GetBalanceAsync(wallet.Id, Token)).Balance);
            Assert.Equal(acknowledged[^1].Number, (await host.Wallets.ListTransactionsAsync(wallet.Id, cancellationToken: Token)).Transactions[0].Version);

            // Many calls at once are refused in the same way as one.
            var refusals = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
                Assert.ThrowsAsync<WalletStoreException>(() => host.Wallets.DepositAsync(wallet.Id, 1m, new() { Reference = $"many-{i}" }, Token)))).WaitAsync(Guard, Token);
            Assert.All(refusals, many => Assert.Equal(StoreFailure.Full, many.Failure));
            Books.AssertBalance(database);
            await StoreAudit.AssertCleanAsync(host);

            File.Delete(filler);
            var next = await host.Wallets.DepositAsync(wallet.Id, 1m, new() { Reference = "after" }, Token);
            Assert.Equal(acknowledged.Count + 1, next.Transaction.Sequence);
            acknowledged.Add(new Operation(0, Operation.Deposit, 100, 0, next.Transaction.Version, "after", IsKeyed: false));
        }

        await StoreAudit.AssertCleanAsync(database);
        using var books = Books.Open(database);
        books.AssertBalance();
        books.AssertHolds(acknowledged);
        Assert.Equal(acknowledged.Count, books.Number("SELECT count(amount) FROM walletkit_journal"));
    }

    [Fact]
    public async Task A_disk_with_no_room_for_a_new_database_is_refused_and_used_when_there_is_room()
    {
        using var disk = SmallDisk.Mount();
        var filler = Path.Combine(disk.Path, "filler");
        await FillAsync(filler);
        await using var host = new WalletHost(Path.Combine(disk.Path, "wallets.db"));

        var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token));
        Assert.Equal(StoreFailure.Full, refusal.Failure);

        File.Delete(filler);
        Assert.Equal("owner", (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.OwnerId);
        await StoreAudit.AssertCleanAsync(host);
    }

    private static async Task<WalletStoreException> DepositUntilRefused(WalletHost host, WalletId wallet, List<Operation> acknowledged)
    {
        while (true)
        {
            var reference = $"deposit-{acknowledged.Count}";
            try
            {
                var receipt = await host.Wallets.DepositAsync(wallet, 1m, new() { Reference = reference }, Token);
                acknowledged.Add(new Operation(0, Operation.Deposit, 100, 0, receipt.Transaction.Version, reference, IsKeyed: false));
            }
            catch (WalletStoreException refusal)
            {
                return refusal;
            }
        }
    }

    private static async Task FillAsync(string path)
    {
        await using var file = File.Create(path, bufferSize: 1);
        try
        {
            while (true)
            {
                await file.WriteAsync(new byte[4096], Token);
            }
        }
        catch (IOException)
        {
            // The disk is full.
        }
    }

    /// <summary>A file system of two megabytes, in memory.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private readonly TestDirectory _directory = new();

        public string Path => _directory.Path;

        public static SmallDisk Mount()
        {
            Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only the superuser of a Linux system can make a small disk.");
            var disk = new SmallDisk();
            if (Run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.Path) != 0)
            {
                disk._directory.Dispose();
                Assert.Skip("No small disk could be made: mounting is not allowed here.");
            }

            return disk;
        }

        public void Dispose()
        {
            Run("umount", Path);
            _directory.Dispose();
        }

        private static int Run(string program, params string[] arguments)
        {
            using var process = Process.Start(program, arguments);
            process.WaitForExit();
            return process.ExitCode;
        }
    }
}
