using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WalletKit.Rebates;

namespace WalletKit.Tests.Rebates;

/// <summary>No rebate is paid that the host did not ask for.</summary>
public sealed class RebateSwitchTests
{
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0.03)]
    public async Task Deposits_earn_one_percent_once_rebates_were_added_and_nothing_before(bool areAdded, decimal paid)
    {
        await using var services = Build(wallets => _ = areAdded ? wallets.AddRebates() : wallets);
        var wallets = services.GetRequiredService<IWalletService>();
        var wallet = (await wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;

        await wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
        await wallets.ExecuteAsync([new Deposit(wallet, 1m)], cancellationToken: Token);
        await wallets.ExecuteLockedAsync([wallet], (section, _) => Add(section, new Deposit(wallet, 1m)), cancellationToken: Token);

        await services.GetRequiredService<IRebateService>().ProcessPendingAsync(Token);
        Assert.Equal(3m + paid, (await wallets.GetBalanceAsync(wallet, Token)).Balance);
        Assert.Equal(paid == 0 ? 0 : 3, await services.GetRequiredService<IRebateService>().CountAsync(RebateStatus.Paid, Token));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 2)]
    public async Task Deposits_of_an_import_earn_only_where_it_is_asked_for(bool earnsRebates, long earned)
    {
        await using var services = Build(wallets => wallets.AddRebates());
        var wallets = services.GetRequiredService<IWalletService>();
        var wallet = (await wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        WalletCommand[] commands = [new Deposit(wallet, 1m), new Deposit(wallet, 1m) { EarnsRebate = false }, new Deposit(wallet, 1m)];

        await foreach (var result in wallets.ImportAsync(commands.ToAsyncEnumerable(), new ImportOptions { EarnsRebates = earnsRebates }, Token))
        {
            Assert.Null(result.Result.Refusal);
        }

        Assert.Equal(earned, await services.GetRequiredService<IRebateService>().CountAsync(RebateStatus.Pending, Token));
    }

    [Fact]
    public async Task A_deposit_that_opts_out_earns_nothing()
    {
        await using var services = Build(wallets => wallets.AddRebates());
        var wallets = services.GetRequiredService<IWalletService>();
        var wallet = (await wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        var optedOut = new Deposit(wallet, 1m) { EarnsRebate = false };

        await wallets.DepositAsync(wallet, 1m, new() { EarnsRebate = false }, Token);
        await wallets.ExecuteAsync([optedOut], cancellationToken: Token);
        await wallets.ExecuteLockedAsync([wallet], (section, _) => Add(section, optedOut), cancellationToken: Token);

        Assert.Equal(0, await services.GetRequiredService<IRebateService>().CountAsync(RebateStatus.Pending, Token));
    }

    [Fact]
    public async Task Terms_that_a_command_brings_along_are_not_taken_from_it()
    {
        await using var services = Build(_ => { });
        var wallets = services.GetRequiredService<IWalletService>();
        var wallet = (await wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;

        await wallets.ExecuteAsync([new Deposit(wallet, 1m) { RebateTerms = new RebateTerms("percentage", "rate=1;rounding=ToEven") }], cancellationToken: Token);

        Assert.Equal(0, await services.GetRequiredService<IRebateService>().CountAsync(RebateStatus.Pending, Token));
    }

    [Fact]
    public async Task Settings_alone_turn_nothing_on()
    {
        await using var services = Build(wallets => wallets.Services.Configure<RebateOptions>(rebates => (rebates.Enabled, rebates.Rate) = (true, 0.5m)));
        var wallets = services.GetRequiredService<IWalletService>();
        var wallet = (await wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;

        await wallets.DepositAsync(wallet, 1m, cancellationToken: Token);

        Assert.Equal(0, await services.GetRequiredService<IRebateService>().CountAsync(RebateStatus.Pending, Token));
        Assert.DoesNotContain(services.GetServices<IHostedService>(), service => service is RebateWorker);
    }

    [Fact]
    public async Task Policies_of_the_hosts_own_turn_rebates_on_and_the_one_added_last_sets_the_terms()
    {
        await using var services = Build(wallets => wallets
            .AddRebatePolicy(_ => new TestPolicy((_, _) => new(1m), "first"))
            .AddRebatePolicy(_ => new TestPolicy((_, _) => new(2m), "last"))
            .AddRebates(rebates => rebates.MaxAttempts = 3));
        var wallets = services.GetRequiredService<IWalletService>();
        var wallet = (await wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;

        await wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
        await services.GetRequiredService<IRebateService>().ProcessPendingAsync(Token);

        Assert.Equal(3m, (await wallets.GetBalanceAsync(wallet, Token)).Balance);
    }

    private static Task Add(WalletSection section, WalletCommand command)
    {
        section.Add(command);
        return Task.CompletedTask;
    }

    private static ServiceProvider Build(Action<WalletKitBuilder> configure) => new ServiceCollection()
        .AddWalletKit(wallets => configure(wallets.UseInMemory()))
        .BuildServiceProvider(validateScopes: true);
}
