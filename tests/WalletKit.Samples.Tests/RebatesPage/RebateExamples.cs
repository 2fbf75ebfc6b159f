using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WalletKit.Commands;
using WalletKit.Model.Money;
using WalletKit.Samples.Tests.Operations;

namespace WalletKit.Samples.Tests.RebatesPage;

public sealed class RebateExamples
{
    [Fact]
    public async Task Rate_and_rounding_are_set_in_code()
    {
        await using var scene = new Scene(services =>
        {
            // [example: add]
            services.AddWalletKit(wallets => wallets.AddRebates(rebates =>
            {
                rebates.Rate = 0.015m;
                rebates.Rounding = MidpointRounding.ToZero;
            }));
            // [end]
        });
        var wallet = await scene.OpenAsync(1.99m);
        var rebates = scene.Rebates;

        // [example: process]
        var pass = await rebates.ProcessPendingAsync();   // IRebateService
        // [end]

        Assert.Equal((1, 2.01m), (pass.Paid, await scene.BalanceAsync(wallet)));
    }

    [Fact]
    public async Task Settings_follow_a_section_of_the_configuration()
    {
        var configuration = new ConfigurationManager();
        configuration["Rebates:Rate"] = "0.02";
        await using var scene = new Scene(services =>
        {
            // [example: section]
            services.AddWalletKit(wallets => wallets.AddRebates(configuration.GetSection("Rebates")));
            // [end]
        });
        var wallet = await scene.OpenAsync(100m);

        configuration["Rebates:Rate"] = "0.03";
        ((IConfigurationRoot)configuration).Reload();
        await scene.Wallets.DepositAsync(wallet.Id, 100m);
        await scene.Rebates.ProcessPendingAsync();

        Assert.Equal(205m, await scene.BalanceAsync(wallet));
    }

    [Fact]
    public async Task Dead_rebates_are_listed_and_requeued()
    {
        var isBroken = true;
        await using var scene = new Scene(services => services.AddWalletKit(wallets => wallets
            .AddRebates(options => options.MaxAttempts = 1)
            .AddRebatePolicy(_ => isBroken ? new BrokenPolicy() : new MendedPolicy())));
        var wallet = await scene.OpenAsync(100m);
        var rebates = scene.Rebates;
        Assert.Equal(1, (await rebates.ProcessPendingAsync()).Dead);
        isBroken = false;

        // [example: requeue]
        await foreach (var dead in rebates.StreamAsync(RebateStatus.Dead))
        {
            Console.WriteLine($"{dead.Deposit}: {dead.Reason}");
            await rebates.RequeueAsync(dead.Deposit);
        }
        // [end]

        Assert.Equal(1, (await rebates.ProcessPendingAsync()).Paid);
        Assert.Equal(101m, await scene.BalanceAsync(wallet));
    }

    [Fact]
    public async Task A_policy_with_a_scoped_dependency_has_one_of_its_own_for_each_of_many_calculations_at_once()
    {
        await using var scene = new Scene(services =>
        {
            // [example: add-policy]
            services.AddScoped<ShopContext>();
            services.AddWalletKit(wallets => wallets.AddRebates<TierPolicy>());
            // [end]
        });
        var (gold, other) = (await scene.OpenAsync(0m, "gold"), await scene.OpenAsync(0m, "other"));
        foreach (var wallet in (Wallet[])[gold, other])
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => scene.Wallets.DepositAsync(wallet.Id, 1m)));
        }

        var pass = await scene.Rebates.ProcessPendingAsync();

        Assert.Equal((100, 0), (pass.Paid, pass.Failed));
        Assert.Equal((52.50m, 51m), (await scene.BalanceAsync(gold), await scene.BalanceAsync(other)));
        await scene.Wallets.DepositAsync(gold.Id, 1m, new() { Reference = "bonus" });
        Assert.Equal(0, await scene.Rebates.CountAsync(RebateStatus.Pending));
    }

    // [example: policy]
    internal sealed class TierPolicy(ShopContext shop) : IRebatePolicy
    {
        public string Name => "tier";

        public string? TermsFor(Deposit deposit) => deposit.Reference == "bonus" ? null : "v1";

        public async ValueTask<decimal> CalculateAsync(RebateContext context, CancellationToken cancellationToken) =>
            decimal.Round(context.Deposit.Amount * await shop.RateOfAsync(context.OwnerId, cancellationToken), context.Deposit.Currency.Exponent);
    }
    // [end]

    private sealed class BrokenPolicy : IRebatePolicy
    {
        public string Name => "broken";

        public string? TermsFor(Deposit deposit) => "terms";

        public ValueTask<decimal> CalculateAsync(RebateContext context, CancellationToken cancellationToken) => throw new InvalidOperationException("no answer");
    }

    private sealed class MendedPolicy : IRebatePolicy
    {
        public string Name => "broken";

        public string? TermsFor(Deposit deposit) => "terms";

        public ValueTask<decimal> CalculateAsync(RebateContext context, CancellationToken cancellationToken) => new(1m);
    }
}
