using Microsoft.Extensions.DependencyInjection;
using WalletKit;
using WalletKit.Samples.CustomStore;

var directory = args.Length > 0 ? null : Directory.CreateTempSubdirectory("walletkit-journal-");
var path = args.Length > 0 ? args[0] : Path.Combine(directory!.FullName, "wallets.journal");
try
{
    Console.WriteLine($"The journal is {path}");

    await using (var services = Start())
    {
        var wallets = services.GetRequiredService<IWalletService>();
        var wallet = (await wallets.OpenAsync("user-1", "USD")).Wallet;
        var deposit = await wallets.DepositAsync(wallet.Id, 100m);
        Console.WriteLine($"Deposited {deposit.Transaction.Amount}, the balance is {deposit.Balance}");

        var pass = await services.GetRequiredService<IRebateService>().ProcessPendingAsync();
        Console.WriteLine($"Rebates paid: {pass.Paid}, the balance is {(await wallets.GetBalanceAsync(wallet.Id)).Balance}");
    }

    // Only the file of the first store is left.
    Console.WriteLine("Closed, and opened again");
    await using (var services = Start())
    {
        var wallets = services.GetRequiredService<IWalletService>();
        var wallet = (await wallets.OpenAsync("user-1", "USD")).Wallet;
        Console.WriteLine($"The balance is {wallet.Balance}");

        var report = await services.GetRequiredService<IWalletAudit>().AuditAsync();
        Console.WriteLine($"books balance: {(report.IsClean ? "yes" : "no")}");
        return report.IsClean ? 0 : 1;
    }
}
catch (WalletStoreException failure)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
finally
{
    directory?.Delete(recursive: true);
}

// [example: use]
ServiceProvider Start() => new ServiceCollection()
    .AddWalletKit(wallets => wallets
        .UseStore(services => new JournalWalletStore(path, services.GetRequiredService<TimeProvider>()))
        .AddRebates())
    .BuildServiceProvider();
// [end]
