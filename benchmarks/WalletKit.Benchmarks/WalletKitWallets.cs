using Microsoft.Extensions.DependencyInjection;

namespace WalletKit.Benchmarks;

/// <summary>Wallets kept by WalletKit in SQLite.</summary>
internal sealed class WalletKitWallets : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IWalletService _wallets;
    private readonly WalletId[] _ids;

    private WalletKitWallets(ServiceProvider services, int count)
    {
        _services = services;
        _wallets = services.GetRequiredService<IWalletService>();
        _ids = new WalletId[count];
    }

    public static async Task<WalletKitWallets> OpenAsync(string path, int count)
    {
        var services = new ServiceCollection()
            .AddWalletKit(wallets => wallets.UseSqlite($"Data Source={path}"))
            .BuildServiceProvider();
        var opened = new WalletKitWallets(services, count);
        for (var i = 0; i < count; i++)
        {
            opened._ids[i] = (await opened._wallets.OpenAsync($"owner-{i}", "USD")).Id;
        }

        return opened;
    }

    public Task DepositAsync(int operation) => _wallets.DepositAsync(_ids[operation % _ids.Length], 10m);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
