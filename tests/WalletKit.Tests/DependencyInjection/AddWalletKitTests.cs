using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using WalletKit.Service.Holds;
using WalletKit.Stores;
using WalletKit.Tests.Rebates;

namespace WalletKit.Tests.DependencyInjection;

public sealed class AddWalletKitTests
{
    [Fact]
    public void Adding_twice_adds_nothing_twice()
    {
        var once = new ServiceCollection().AddWalletKit(wallets => wallets.AddRebates());
        var twice = new ServiceCollection().AddWalletKit(wallets => wallets.AddRebates()).AddWalletKit(wallets => wallets.AddRebates());

        Type[] own = [typeof(IWalletService), typeof(IWalletDigests), typeof(IRebateService), typeof(IWalletStore), typeof(IOptionsMonitor<RebateOptions>), typeof(IHostedService), typeof(TimeProvider)];
        Assert.All(own, type => Assert.Equal(once.Count(service => service.ServiceType == type), twice.Count(service => service.ServiceType == type)));
        Assert.Equal(6, twice.Count(service => service.ServiceType == typeof(IHostedService)));
    }

    [Fact]
    public async Task A_second_AddWalletKit_keeps_the_chosen_settings()
    {
        var services = new ServiceCollection();
        services.AddWalletKit(wallets => wallets.UseInMemory().AddCurrency("POINTS", 0).AddRebates(rebates => rebates.Rate = 0.5m));
        services.AddWalletKit(wallets => wallets.AddRebates(rebates => rebates.MaxAttempts = 3));
        services.AddWalletKit();
        await using var provider = services.BuildServiceProvider();

        Assert.IsType<InMemoryWalletStore>(provider.GetRequiredService<IWalletStore>());
        var rebates = provider.GetRequiredService<IOptions<RebateOptions>>().Value;
        Assert.Equal((0.5m, 3), (rebates.Rate, rebates.MaxAttempts));
        Assert.Equal("POINTS", (await provider.GetRequiredService<IWalletService>().OpenAsync("owner", "POINTS", cancellationToken: Token)).Wallet.Currency.Code);
    }

    [Fact]
    public async Task A_store_of_the_hosts_own_is_used_and_disposed_of_with_the_host()
    {
        var time = new FakeTimeProvider();
        var own = new InMemoryWalletStore(time);
        await using (var provider = new ServiceCollection().AddWalletKit(wallets => wallets.UseStore(_ => own)).BuildServiceProvider())
        {
            var wallet = (await provider.GetRequiredService<IWalletService>().OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;
            Assert.Equal(wallet, await own.FindWalletAsync(wallet.Id, Token));
        }

        var closed = await Assert.ThrowsAsync<WalletStoreException>(() => own.OpenAsync(Token).AsTask());
        Assert.Equal(StoreFailure.Closed, closed.Failure);
    }

    [Fact]
    public async Task The_library_works_without_logging_and_without_a_host()
    {
        await using var provider = new ServiceCollection().AddWalletKit(wallets => wallets.UseInMemory().AddRebates()).BuildServiceProvider(
            new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        var wallets = provider.GetRequiredService<IWalletService>();
        var wallet = (await wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;
        await wallets.DepositAsync(wallet.Id, 100m, cancellationToken: Token);

        await provider.GetRequiredService<IRebateService>().ProcessPendingAsync(Token);

        Assert.Equal(101m, (await wallets.GetBalanceAsync(wallet.Id, Token)).Balance);
        Assert.Equal(6, provider.GetServices<IHostedService>().Count());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_provider_can_be_disposed_of_synchronously_and_what_was_acknowledged_is_kept(bool inMemory)
    {
        using var directory = new TemporaryDirectory();
        var connectionString = $"Data Source={directory.File("wallets.db")}";
        using (var provider = new ServiceCollection().AddWalletKit(wallets => _ = inMemory ? wallets.UseInMemory() : wallets.UseSqlite(connectionString)).BuildServiceProvider())
        {
            var wallets = provider.GetRequiredService<IWalletService>();
            var wallet = (await wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;
            await wallets.DepositAsync(wallet.Id, 100m, cancellationToken: Token);
        }

        if (!inMemory)
        {
            await using var again = new ServiceCollection().AddWalletKit(wallets => wallets.UseSqlite(connectionString)).BuildServiceProvider();
            Assert.Equal(100m, (await again.GetRequiredService<IWalletService>().FindWalletAsync("owner", cancellationToken: Token))?.Balance);
        }
    }

    [Fact]
    public async Task The_clock_of_the_host_is_the_one_in_use()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero));
        var services = new ServiceCollection().AddSingleton<TimeProvider>(time).AddWalletKit(wallets => wallets.UseInMemory());
        await using var provider = services.BuildServiceProvider();
        var wallets = provider.GetRequiredService<IWalletService>();

        var wallet = (await wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;
        time.Advance(TimeSpan.FromMinutes(1));
        var deposit = await wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token);

        Assert.Equal(time.Start, wallet.CreatedAt);
        Assert.Equal(time.Start.AddMinutes(1), deposit.Transaction.CreatedAt);
    }

    [Fact]
    public async Task A_declared_currency_can_be_opened_and_an_unknown_one_cannot()
    {
        await using var provider = new ServiceCollection().AddWalletKit(wallets => wallets.UseInMemory().AddCurrency("BTC", 8)).BuildServiceProvider();
        var wallets = provider.GetRequiredService<IWalletService>();

        var wallet = (await wallets.OpenAsync("owner", "BTC", cancellationToken: Token)).Wallet;
        Assert.Equal(8, wallet.Currency.Exponent);
        await wallets.DepositAsync(wallet.Id, 0.00000001m, cancellationToken: Token);
        await Assert.ThrowsAsync<UnknownCurrencyException>(() => wallets.OpenAsync("owner", "ETH", "other", cancellationToken: Token));
    }

    [Fact]
    public void A_malformed_currency_is_refused_where_it_is_declared() =>
        new ServiceCollection().AddWalletKit(wallets => Assert.Throws<InvalidInputException>(() => wallets.AddCurrency("points", 0)));

    [Fact]
    public async Task The_source_of_rates_chosen_last_holds_and_there_need_be_none()
    {
        var (first, last) = (new TestRates(), new TestRates { Rate = 2m });
        await using var provider = new ServiceCollection()
            .AddWalletKit(wallets => wallets.UseInMemory().AddExchangeRates(_ => first))
            .AddWalletKit(wallets => wallets.AddExchangeRates(_ => last))
            .BuildServiceProvider();
        await using var without = new ServiceCollection().AddWalletKit(wallets => wallets.UseInMemory()).BuildServiceProvider();
        var wallets = provider.GetRequiredService<IWalletService>();
        var (dollars, euros) = ((await wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet, (await wallets.OpenAsync("owner", "EUR", "euros", cancellationToken: Token)).Wallet);
        await wallets.DepositAsync(dollars.Id, 10m, cancellationToken: Token);

        Assert.Equal(20m, (await wallets.TransferAsync(dollars.Id, euros.Id, 10m, cancellationToken: Token)).Incoming.Amount);
        Assert.Empty(first.Asked);
        Assert.Null(without.GetService<IExchangeRateProvider>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_host_records_expired_holds_by_itself_unless_it_is_told_not_to(bool inBackground)
    {
        var (time, swept) = (new WatchedTime(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var store = new GatedStore(new InMemoryWalletStore(time));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddWalletKit(wallets => wallets
            .UseStore(_ => store)
            .AddRebates(rebates => rebates.Enabled = rebates.ProcessInBackground = false)
            .AddHoldSweep(sweep => (sweep.SweepInBackground, sweep.Interval) = (inBackground, TimeSpan.FromMinutes(1))));
        using var host = builder.Build();
        var wallets = host.Services.GetRequiredService<IWalletService>();
        var wallet = (await wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;
        await wallets.DepositAsync(wallet.Id, 10m, cancellationToken: Token);
        await wallets.PlaceHoldAsync(wallet.Id, 10m, new() { ExpiresIn = TimeSpan.FromMinutes(1) }, Token);
        store.AfterCommit = (_, _) => Task.FromResult(swept.TrySetResult());

        await host.StartAsync(Token);
        if (inBackground)
        {
            await time.Polling;
            time.Advance(TimeSpan.FromMinutes(1));
            await swept.Task.WaitAsync(TimeSpan.FromSeconds(60), Token);
        }
        else
        {
            await host.Services.GetServices<IHostedService>().OfType<HoldSweeper>().Single().ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(60), Token);
        }

        await host.StopAsync(Token);
        Assert.Equal(inBackground ? 0 : 1_000, (await store.FindWalletAsync(wallet.Id, Token))!.Holds.HeldMinorUnits);
    }

    [Fact]
    public void A_missing_argument_is_an_error_of_the_caller() => new ServiceCollection().AddWalletKit(wallets =>
    {
        Assert.Throws<ArgumentNullException>(() => wallets.UseStore<IWalletStore>(null!));
        Assert.Throws<ArgumentNullException>(() => wallets.UseSqlite((Action<SqliteStoreOptions>)null!));
        Assert.Throws<ArgumentNullException>(() => wallets.AddRebates((IConfigurationSection)null!));
        Assert.Throws<ArgumentNullException>(() => wallets.AddRebatePolicy(null!));
        Assert.Throws<ArgumentNullException>(() => wallets.AddHoldSweep(null!));
        Assert.Throws<ArgumentNullException>(() => wallets.AddExchangeRates(null!));
        Assert.Throws<ArgumentNullException>(() => WalletKitServiceCollectionExtensions.AddWalletKit(null!));
    });

    [Fact]
    public async Task A_store_that_cannot_be_opened_fails_the_start_of_the_host()
    {
        var missing = Path.Combine(Path.GetTempPath(), "walletkit-no-such-directory", "wallets.db");
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddWalletKit(wallets => wallets.UseSqlite($"Data Source={missing}"));
        using var host = builder.Build();

        var failure = await Assert.ThrowsAsync<WalletStoreException>(() => host.StartAsync(Token));

        Assert.Equal(StoreFailure.CannotOpen, failure.Failure);
    }
}
