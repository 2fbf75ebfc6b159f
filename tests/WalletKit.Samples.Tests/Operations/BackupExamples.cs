using Microsoft.Extensions.DependencyInjection;
using WalletKit.Commands;
using WalletKit.Stores;

namespace WalletKit.Samples.Tests.Operations;

public sealed class BackupExamples : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_backup_is_a_database_of_its_own()
    {
        await using var scene = new Scene();
        var (provider, backups) = (scene.Provider, _directory.FullName);
        var wallet = await scene.OpenAsync(100m);

        // [example: backup]
        var store = (SqliteWalletStore)provider.GetRequiredService<IWalletStore>();
        await store.CopyToAsync(Path.Combine(backups, "wallets-2026-03-01.db"));   // whole, synced, readable by its owner only
        // [end]

        await scene.Wallets.WithdrawAsync(wallet.Id, 30m);
        Assert.Equal(100m, await BalanceAsync("wallets-2026-03-01.db", wallet.Id));
    }

    [Fact]
    public async Task The_content_of_a_moved_file_can_be_copied_while_the_process_runs()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows moves no file that is open.");
        await using var scene = new Scene();
        var (wallets, backups) = (scene.Wallets, _directory.FullName);
        var store = (SqliteWalletStore)scene.Provider.GetRequiredService<IWalletStore>();
        var wallet = await scene.OpenAsync(100m);
        File.Delete(store.Path);

        // [example: rescue]
        try
        {
            await wallets.DepositAsync(wallet.Id, 10m);
        }
        catch (WalletStoreException failure) when (failure.Failure == StoreFailure.FileMoved)
        {
            await store.CopyToAsync(Path.Combine(backups, "rescued.db"));          // from the files that the process still holds open
        }
        // [end]

        Assert.Equal(100m, await BalanceAsync("rescued.db", wallet.Id));
    }

    private async Task<decimal> BalanceAsync(string name, WalletId wallet)
    {
        var services = new ServiceCollection();
        services.AddWalletKit(wallets => wallets.UseSqlite($"Data Source={Path.Combine(_directory.FullName, name)}"));
        await using var provider = services.BuildServiceProvider();
        return (await provider.GetRequiredService<IWalletService>().GetBalanceAsync(wallet)).Balance;
    }
}
