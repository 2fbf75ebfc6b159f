using Microsoft.Extensions.DependencyInjection;
using WalletKit.Tests.Rebates;

namespace WalletKit.Tests;

/// <summary>Providers of exchange rates that need an object of a scope, such as a DbContext.</summary>
public sealed class ExchangeRateScopeTests
{
    private const int Transfers = 40;

    private readonly Visits _visits = new();

    [Theory]
    [InlineData("by type")]
    [InlineData("by a factory")]
    [InlineData("as a service")]
    public async Task Each_look_up_has_a_scope_of_its_own_which_ends_with_it(string registration)
    {
        await using var services = Build(wallets => _ = registration switch
        {
            "by type" => wallets.AddExchangeRates<ScopedRates>(),
            "by a factory" => wallets.AddExchangeRates(provider => new ScopedRates(provider.GetRequiredService<UnitOfWork>())),
            _ => Also(wallets, services => services.AddScoped<IExchangeRateProvider, ScopedRates>()),
        });

        await TransferAsync(services);

        Assert.Equal((Transfers, Transfers), _visits.Counts);
        Assert.Equal(0, _visits.Shared);
    }

    [Fact]
    public async Task A_provider_that_is_registered_as_a_singleton_stays_one()
    {
        await using var services = Build(wallets => Also(wallets, services => services.AddSingleton<TestRates>()).AddExchangeRates<TestRates>());

        await TransferAsync(services);

        Assert.Equal(Transfers, services.GetRequiredService<TestRates>().Asked.Count());
    }

    private static async Task TransferAsync(ServiceProvider services)
    {
        var wallets = services.GetRequiredService<IWalletService>();
        var (dollars, euros) = ((await wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet, (await wallets.OpenAsync("owner", "EUR", "euros", cancellationToken: Token)).Wallet);
        await wallets.DepositAsync(dollars.Id, Transfers, cancellationToken: Token);
        await Task.WhenAll(Enumerable.Range(0, Transfers).Select(_ => wallets.TransferAsync(dollars.Id, euros.Id, 1m, cancellationToken: Token)));
        Assert.Equal(0m, (await wallets.GetBalanceAsync(dollars.Id, Token)).Balance);
    }

    private static WalletKitBuilder Also(WalletKitBuilder wallets, Action<IServiceCollection> add)
    {
        add(wallets.Services);
        return wallets;
    }

    private ServiceProvider Build(Action<WalletKitBuilder> configure)
    {
        var services = new ServiceCollection();
        services.AddSingleton(_visits);
        services.AddScoped<UnitOfWork>();
        services.AddWalletKit(wallets => configure(wallets.UseInMemory()));
        return services.BuildServiceProvider(validateScopes: true);
    }

    private sealed class ScopedRates(UnitOfWork work) : IExchangeRateProvider
    {
        public async ValueTask<decimal?> GetRateAsync(string source, string target, CancellationToken cancellationToken) => await work.AskAsync(async () =>
        {
            await Task.Yield();
            return (decimal?)0.5m;
        });
    }
}
