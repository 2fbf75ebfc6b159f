using Microsoft.Extensions.DependencyInjection;
using WalletKit.Commands;
using WalletKit.Model.Money;

namespace WalletKit.Samples.Tests.Operations;

public sealed class TransferExamples
{
    [Fact]
    public async Task A_transfer_has_two_legs_that_name_each_other()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var (buyer, seller) = (await scene.OpenAsync(100m, "buyer"), await scene.OpenAsync(0m, "seller"));

        // [example: transfer]
        var transfer = await wallets.TransferAsync(buyer.Id, seller.Id, 30m, new() { IdempotencyKey = "order-7" });
        Console.WriteLine($"{transfer.Outgoing.Amount} at the buyer, {transfer.Incoming.Amount} at the seller");
        // [end]

        Assert.Equal((-30m, 30m), (transfer.Outgoing.Amount, transfer.Incoming.Amount));
        Assert.Equal((transfer.Incoming.Id, transfer.Outgoing.Id), (transfer.Outgoing.Links.Counterpart, transfer.Incoming.Links.Counterpart));
        await Assert.ThrowsAsync<InvalidInputException>(() => wallets.TransferAsync(buyer.Id, buyer.Id, 1m));
        await Assert.ThrowsAsync<InsufficientFundsException>(() => wallets.TransferAsync(buyer.Id, seller.Id, 71m));
        await Assert.ThrowsAsync<WalletNotFoundException>(() => wallets.TransferAsync(buyer.Id, default, 1m));
        await wallets.FreezeAsync(buyer.Id);
        await Assert.ThrowsAsync<WalletFrozenException>(() => wallets.TransferAsync(buyer.Id, seller.Id, 1m));
    }

    [Fact]
    public async Task A_transfer_at_a_rate_records_the_rate_and_how_it_was_rounded()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var (dollars, euros) = (await scene.OpenAsync(100m), await scene.OpenAsync(0m, "user-2", "EUR"));

        // [example: transfer-rate]
        var transfer = await wallets.TransferAsync(dollars.Id, euros.Id, 30m, new() { Rate = 0.9215m, Rounding = MidpointRounding.ToZero });
        Console.WriteLine($"{transfer.Incoming.Amount} EUR at {transfer.Incoming.Links.Exchange!.Rate}");
        // [end]

        Assert.Equal((27.64m, 0.9215m), (transfer.Incoming.Amount, transfer.Incoming.Links.Exchange.Rate));
        Assert.Equal(MidpointRounding.ToZero, transfer.Outgoing.Links.Exchange!.Rounding);
        await Assert.ThrowsAsync<CurrencyMismatchException>(() => wallets.TransferAsync(dollars.Id, euros.Id, 1m));
        await Assert.ThrowsAsync<InvalidAmountException>(() => wallets.TransferAsync(dollars.Id, euros.Id, 0.01m, new() { Rate = 0.1m }));
        await Assert.ThrowsAsync<InvalidInputException>(() => wallets.TransferAsync(dollars.Id, euros.Id, 1m, new() { Rate = 1m, TargetAmount = 1m }));
        var alike = await scene.OpenAsync(0m, "user-3");
        await Assert.ThrowsAsync<InvalidInputException>(() => wallets.TransferAsync(dollars.Id, alike.Id, 1m, new() { Rate = 1m }));
    }

    [Fact]
    public async Task A_transfer_with_a_target_amount_lets_exactly_that_arrive()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var (dollars, yen) = (await scene.OpenAsync(100m), await scene.OpenAsync(0m, "user-2", "JPY"));

        // [example: transfer-target]
        var transfer = await wallets.TransferAsync(dollars.Id, yen.Id, 30m, new() { TargetAmount = 4_530m });
        // [end]

        Assert.Equal((-30m, 4_530m), (transfer.Outgoing.Amount, transfer.Incoming.Amount));
        Assert.Equal(151m, transfer.Outgoing.Links.Exchange!.Rate);
        await Assert.ThrowsAsync<InvalidAmountException>(() => wallets.TransferAsync(dollars.Id, yen.Id, 1m, new() { TargetAmount = 0.5m }));
    }

    [Fact]
    public async Task A_provider_of_rates_is_asked_where_a_transfer_names_none()
    {
        await using var scene = new Scene(services =>
        {
            // [example: exchange-rates]
            services.AddWalletKit(wallets => wallets.AddExchangeRates<FixedRates>());
            // [end]
        });
        var wallets = scene.Wallets;
        var (dollars, euros) = (await scene.OpenAsync(100m), await scene.OpenAsync(0m, "user-2", "EUR"));
        var yen = await scene.OpenAsync(0m, "user-3", "JPY");

        // [example: transfer-provider]
        var transfer = await wallets.TransferAsync(dollars.Id, euros.Id, 30m);   // at the provider's rate, which is recorded
        // [end]

        Assert.Equal((27.60m, 0.92m), (transfer.Incoming.Amount, transfer.Incoming.Links.Exchange!.Rate));
        await Assert.ThrowsAsync<CurrencyMismatchException>(() => wallets.TransferAsync(dollars.Id, yen.Id, 1m));
    }

    [Fact]
    public async Task Transfers_of_owners_can_be_limited()
    {
        await using var scene = new Scene(services =>
        {
            // [example: owner-transfers]
            services.AddWalletKit(wallets => wallets
                .AddTransferPolicy(provider => new NoStrangers())
                .AddOwnerTransfers(options =>
                {
                    options.MinAmounts["USD"] = 1m;
                    options.PayeeKeeps = PayeeTexts.None;
                }));
            // [end]
        });
        var wallets = scene.Wallets;
        var (wallet, savings, stranger) = (await scene.OpenAsync(100m), (await wallets.OpenAsync("user-1", "USD", "savings")).Wallet, await scene.OpenAsync(0m, "user-3"));

        // [example: transfer-by-owner]
        await wallets.TransferAsync(wallet.Id, savings.Id, 10m, new() { IsByOwner = true });
        // [end]

        await Assert.ThrowsAsync<TransferNotAllowedException>(() => wallets.TransferAsync(wallet.Id, stranger.Id, 10m, new() { IsByOwner = true }));
        await Assert.ThrowsAsync<InvalidAmountException>(() => wallets.TransferAsync(wallet.Id, savings.Id, 0.99m, new() { IsByOwner = true }));
    }

    // [example: transfer-policy]
    internal sealed class NoStrangers : ITransferPolicy
    {
        public bool Allows(Wallet source, Wallet destination, decimal amount) =>
            destination.OwnerId == source.OwnerId || destination.OwnerId == "shop";
    }
    // [end]

    // [example: exchange-rate-provider]
    internal sealed class FixedRates : IExchangeRateProvider
    {
        public ValueTask<decimal?> GetRateAsync(string source, string target, CancellationToken cancellationToken) =>
            ValueTask.FromResult<decimal?>((source, target) is ("USD", "EUR") ? 0.92m : null);
    }
    // [end]
}
