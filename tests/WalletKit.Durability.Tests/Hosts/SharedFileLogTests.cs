using Microsoft.Data.Sqlite;
using WalletKit.Commands;
using WalletKit.Durability.Tests.Faults;

namespace WalletKit.Durability.Tests.Hosts;

/// <summary>The log of a shared file, which a host begins anew without naming it.</summary>
[Slow]
public sealed class SharedFileLogTests : IDisposable
{
    private const int Steps = 75;

    private static readonly string[] s_hosts =
    [
        "INSERT INTO orders (text) VALUES ('next')",
        "INSERT INTO orders (text) VALUES ('next')",
        "PRAGMA wal_checkpoint(PASSIVE)",
        "PRAGMA wal_checkpoint(RESTART)",
        "PRAGMA wal_checkpoint(TRUNCATE)",
        "VACUUM",
        "CREATE TABLE IF NOT EXISTS more (x)",
        "DROP TABLE IF EXISTS more",
        "ANALYZE",
    ];

    private readonly HostFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task A_kill_after_any_work_of_the_host_leaves_a_file_that_opens_with_all_that_was_answered()
    {
        _file.Make();
        var random = new Random(Seed.OfCrashes());
        await using var wallets = _file.Wallets();
        var wallet = (await wallets.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        using var host = _file.Connect();
        var balance = 0m;
        for (var step = 0; step < Steps; step++)
        {
            var sql = random.Next(3) == 0 ? null : s_hosts[random.Next(s_hosts.Length)];
            if (sql is null)
            {
                balance = (await wallets.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token)).Balance;
            }
            else
            {
                host.Execute(sql);
            }

            await AssertOpensAsync(wallet, balance, $"step {step}: {sql ?? "a deposit"}");
        }
    }

    [Fact]
    public async Task A_kill_before_and_after_any_commit_of_the_host_with_wallets_leaves_a_file_that_opens_with_what_was_committed()
    {
        _file.Make();
        var random = new Random(Seed.OfCrashes());
        await using var wallets = _file.Wallets();
        var wallet = (await wallets.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        using var host = _file.Connect();
        var balance = 0m;
        for (var step = 0; step < Steps; step++)
        {
            if (random.Next(2) == 0)
            {
                host.Execute(s_hosts[random.Next(s_hosts.Length)]);
            }

            if (random.Next(3) == 0)
            {
                balance = (await wallets.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token)).Balance;
                continue;
            }

            using var transaction = host.BeginTransaction();
            HostFile.Order(host);
            var after = (await wallets.Wallets.In(transaction).DepositAsync(wallet, 1m, cancellationToken: Token)).Balance;
            await AssertOpensAsync(wallet, balance, $"step {step}, before the commit of the host");
            transaction.Commit();
            balance = after;
            await AssertOpensAsync(wallet, balance, $"step {step}, after the commit of the host");
        }

        await AfterCrash.AssertCleanAsync(_file.Path, wallets);
    }

    [Theory]
    [InlineData("INSERT INTO orders (text) VALUES ('shell')")]
    [InlineData("INSERT INTO orders (text) VALUES ('shell'); PRAGMA wal_checkpoint(TRUNCATE)")]
    [InlineData("VACUUM")]
    public async Task A_process_that_is_killed_beside_the_writers_of_a_host_loses_nothing_that_it_answered(string sql)
    {
        _file.Make();
        using (var process = HostProcess.Start(new FileStore(_file.Path, IsShared: true), new BurstArguments("run", 15, 0, 32)))
        {
            for (var i = 0; i < 4; i++)
            {
                await process.ProgressAsync(100);
                await HostProcess.RunShellAsync(_file.Path, sql);
            }

            await process.KillAsync();
            await using var host = _file.Wallets();
            await host.Store.OpenAsync(Token);
            await AfterCrash.AssertCleanAsync(_file.Path, host);
            using var books = Books.Open(_file.Path);
            books.AssertHolds([.. process.Acknowledged]);
        }
    }

    [Fact]
    public async Task A_backup_beside_a_later_log_in_which_wallets_were_committed_is_refused()
    {
        _file.Make();
        var wallet = await DepositAsync(null);
        File.Copy(_file.Path, _file.In("backup.db"));
        await DepositAsync(wallet);
        await using (var wallets = _file.Wallets())
        {
            using var host = _file.Connect();
            HostFile.Order(host);
            await wallets.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
            HostFile.Order(host);
            Keep("killed");
        }

        File.Copy(_file.In("backup.db"), _file.In("killed.db"), overwrite: true);
        await using var next = HostFile.Wallets(_file.In("killed.db"));
        Assert.Equal(StoreFailure.LogMismatch, (await Assert.ThrowsAsync<WalletStoreException>(async () => await next.Store.OpenAsync(Token))).Failure);
    }

    private async Task<WalletId> DepositAsync(WalletId? known)
    {
        await using var wallets = _file.Wallets();
        var wallet = known ?? (await wallets.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        await wallets.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
        return wallet;
    }

    private async Task AssertOpensAsync(WalletId wallet, decimal balance, string step)
    {
        Keep("killed");
        await using var next = HostFile.Wallets(_file.In("killed.db"));
        try
        {
            Assert.Equal(balance, (await next.Wallets.GetBalanceAsync(wallet, Token)).Balance);
        }
        catch (WalletStoreException exception)
        {
            Assert.Fail($"{step}: {exception.Message}");
        }
    }

    // No other process has the file open, so that the locks that the copy drops are nobody's.
    private void Keep(string name)
    {
        Array.ForEach(Directory.GetFiles(Path.GetDirectoryName(_file.Path)!, $"{name}.db*"), File.Delete);
        File.Copy(_file.Path, _file.In($"{name}.db"));
        if (File.Exists(_file.Log))
        {
            File.Copy(_file.Log, _file.In($"{name}.db-wal"));
        }
    }
}
