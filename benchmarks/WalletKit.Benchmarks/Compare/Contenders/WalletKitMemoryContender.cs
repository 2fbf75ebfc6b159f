using Microsoft.Extensions.DependencyInjection;
using WalletKit.AspNetCore;
using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Measuring;
using WalletKit.Rules;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>WalletKit in the setup of a host, with its in-memory store.</summary>
internal sealed class WalletKitMemoryContender : IMover
{
    private readonly ServiceProvider _services;
    private readonly IWalletService _wallets;
    private readonly WalletId[] _ids;

    private WalletKitMemoryContender(ServiceProvider services, WalletId[] ids)
    {
        _services = services;
        _wallets = services.GetRequiredService<IWalletService>();
        _ids = ids;
    }

    public static async Task<WalletKitMemoryContender> OpenAsync(BooksFile books)
    {
        var services = new ServiceCollection()
            .AddWalletKit(wallets => wallets
                .UseInMemory()
                .AddRebates(rebates => rebates.ProcessInBackground = false))
            .BuildServiceProvider();
        var wallets = services.GetRequiredService<IWalletService>();
        var ids = new WalletId[books.WalletIds.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = (await wallets.OpenAsync($"owner-{i}", "USD")).Wallet.Id;
        }

        return new WalletKitMemoryContender(services, ids);
    }

    public Task WorkAsync(Workload workload, Meter meter) => Callers.MoveAsync(this, workload, meter);

    public Task MoveAsync(Operation operation) => _wallets.MoveAsync(_ids, operation);

    public async Task<BookTotals> ReadTotalsAsync()
    {
        var totals = BookTotals.None with
        {
            Rebates = await _services.GetRequiredService<IRebateService>().CountAsync(RebateStatus.Pending),

            // A host cannot count them.
            Keys = null,
        };
        foreach (var id in _ids)
        {
            var wallet = await _wallets.GetWalletAsync(id);
            totals += new BookTotals(wallet.BalanceMinorUnits, 0, wallet.LastSequence, 0, 0);
            await foreach (var transaction in _wallets.StreamTransactionsAsync(id))
            {
                totals += new BookTotals(0, transaction.AmountMinorUnits, 0, 1, 0);
            }
        }

        return totals;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
