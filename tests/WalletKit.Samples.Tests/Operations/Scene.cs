using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WalletKit.Commands;

namespace WalletKit.Samples.Tests.Operations;

/// <summary>The setup of the examples: WalletKit in the setup of a host, on a file of its own, at a time that the test chooses.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private readonly TemporaryDatabase _database = new();
    private readonly ServiceProvider _provider;

    public Scene(Action<IServiceCollection>? add = null)
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(Clock);
        services.AddWalletKit(wallets => wallets.UseSqlite($"Data Source={_database.Path}").AddRebates());
        add?.Invoke(services);
        _provider = services.BuildServiceProvider(validateScopes: true);
    }

    /// <summary>The clock, which stands at noon on the first of March.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public IServiceProvider Provider => _provider;

    public IWalletService Wallets => _provider.GetRequiredService<IWalletService>();

    public IRebateService Rebates => _provider.GetRequiredService<IRebateService>();

    public IWalletAudit Audit => _provider.GetRequiredService<IWalletAudit>();

    /// <summary>Opens a wallet that has some money.</summary>
    public async Task<Wallet> OpenAsync(decimal balance, string owner = "user-1", string currency = "USD")
    {
        var wallet = (await Wallets.OpenAsync(owner, currency)).Wallet;
        if (balance > 0)
        {
            await Wallets.DepositAsync(wallet.Id, balance);
        }

        return wallet;
    }

    public async Task<decimal> BalanceAsync(Wallet wallet) => (await Wallets.GetBalanceAsync(wallet.Id)).Balance;

    public async Task<decimal> AvailableAsync(Wallet wallet) => (await Wallets.GetBalanceAsync(wallet.Id)).Available;

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _database.Dispose();
    }
}
