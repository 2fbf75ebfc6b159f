using Microsoft.Extensions.DependencyInjection;
using WalletKit.Commands;

namespace WalletKit.Samples.Tests.Operations;

public sealed class WalletExamples
{
    [Fact]
    public async Task A_wallet_is_opened_once_and_found_again()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;

        // [example: open]
        var wallet = (await wallets.OpenAsync("user-1", "USD")).Wallet;
        var savings = (await wallets.OpenAsync("user-1", "USD", "savings")).Wallet;

        var again = (await wallets.OpenAsync("user-1", "USD")).Wallet;             // the existing one
        var found = await wallets.FindWalletAsync("user-1", "savings");   // null where there is none
        var page = await wallets.ListWalletsAsync("user-1");              // by name: default, savings; page.NextCursor is null
        // [end]

        Assert.Equal(wallet, again);
        Assert.Equal(savings, found);
        Assert.Equal([wallet, savings], page.Wallets);
        Assert.Null(page.NextCursor);
        Assert.Equal([wallet, savings], await wallets.StreamWalletsAsync("user-1").ToListAsync());
        await Assert.ThrowsAsync<UnknownCurrencyException>(() => wallets.OpenAsync("user-1", "usd"));
        await Assert.ThrowsAsync<CurrencyMismatchException>(() => wallets.OpenAsync("user-1", "EUR"));
        await Assert.ThrowsAsync<InvalidInputException>(() => wallets.OpenAsync("", "USD"));
    }

    [Fact]
    public async Task A_declared_currency_is_kept_to_its_own_decimals()
    {
        await using var scene = new Scene(services =>
        {
            // [example: currencies]
            services.AddWalletKit(wallets => wallets
                .AddCurrency("POINTS", 0)
                .AddCurrency("BTC", 8));
            // [end]
        });

        var points = (await scene.Wallets.OpenAsync("user-1", "POINTS", "points")).Wallet;
        var coins = (await scene.Wallets.OpenAsync("user-1", "BTC", "coins")).Wallet;

        Assert.Equal(0.00000001m, (await scene.Wallets.DepositAsync(coins.Id, 0.00000001m)).Balance);
        await Assert.ThrowsAsync<InvalidAmountException>(() => scene.Wallets.DepositAsync(points.Id, 0.5m));
    }

    [Fact]
    public async Task A_frozen_wallet_takes_money_and_gives_none()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var wallet = await scene.OpenAsync(100m);

        // [example: freeze]
        await wallets.FreezeAsync(wallet.Id, new() { Reason = "card reported stolen" });
        await wallets.DepositAsync(wallet.Id, 10m);                       // credits are still accepted
        await wallets.UnfreezeAsync(wallet.Id);

        await foreach (var happened in wallets.StreamEventsAsync(wallet.Id))
        {
            Console.WriteLine($"{happened.CreatedAt:u} {happened.Type} {happened.Reason}");
        }
        // [end]

        Assert.Equal([WalletEventType.Frozen, WalletEventType.Unfrozen], await wallets.StreamEventsAsync(wallet.Id).Select(happened => happened.Type).ToListAsync());
        Assert.Equal(110m, await scene.BalanceAsync(wallet));
        await Assert.ThrowsAsync<WalletNotFrozenException>(() => wallets.UnfreezeAsync(wallet.Id));
        await wallets.FreezeAsync(wallet.Id);
        await Assert.ThrowsAsync<WalletAlreadyFrozenException>(() => wallets.FreezeAsync(wallet.Id));
        await Assert.ThrowsAsync<WalletFrozenException>(() => wallets.WithdrawAsync(wallet.Id, 1m));
        await Assert.ThrowsAsync<WalletFrozenException>(() => wallets.PlaceHoldAsync(wallet.Id, 1m));
    }

    [Fact]
    public async Task An_empty_wallet_can_be_closed_for_good()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var wallet = await scene.OpenAsync(100m);
        var refusal = await Assert.ThrowsAsync<WalletNotEmptyException>(() => wallets.CloseAsync(wallet.Id));
        Assert.Equal((100m, 0m), (refusal.Balance, refusal.Held));

        // [example: close]
        var balance = await wallets.GetBalanceAsync(wallet.Id);
        await wallets.WithdrawAsync(wallet.Id, balance.Balance, new() { ExpectedVersion = balance.Version });
        await wallets.CloseAsync(wallet.Id, new() { Reason = "account ended" });
        // [end]

        Assert.Equal(WalletStatus.Closed, (await wallets.GetWalletAsync(wallet.Id)).Status);
        await Assert.ThrowsAsync<WalletClosedException>(() => wallets.DepositAsync(wallet.Id, 1m));
        await Assert.ThrowsAsync<WalletClosedException>(() => wallets.CloseAsync(wallet.Id));
        Assert.Equal(1, (await scene.Rebates.ProcessPendingAsync()).Cancelled);
    }

    [Fact]
    public async Task A_credit_limit_can_be_spent_and_not_be_taken_away_while_it_is()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var wallet = await scene.OpenAsync(0m);

        // [example: credit-limit]
        await wallets.SetCreditLimitAsync(wallet.Id, 50m);
        await wallets.WithdrawAsync(wallet.Id, 30m);

        var balance = await wallets.GetBalanceAsync(wallet.Id);           // Balance -30.00, CreditLimit 50.00, Available 20.00
        // [end]

        Assert.Equal((-30m, 50m, 20m), (balance.Balance, balance.CreditLimit, balance.Available));
        var refusal = await Assert.ThrowsAsync<CreditLimitInUseException>(() => wallets.SetCreditLimitAsync(wallet.Id, 29.99m));
        Assert.Equal((30m, 29.99m), (refusal.Used, refusal.Requested));
        await Assert.ThrowsAsync<InvalidAmountException>(() => wallets.SetCreditLimitAsync(wallet.Id, -1m));
    }

    [Fact]
    public async Task A_wallet_that_is_ahead_of_the_clock_is_brought_back()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var wallet = await scene.OpenAsync(1m);
        var now = scene.Clock.GetUtcNow();
        scene.Clock.Advance(TimeSpan.FromDays(365));
        await wallets.DepositAsync(wallet.Id, 1m);
        scene.Clock.AdjustTime(now);

        // [example: correct-time]
        await wallets.CorrectTimeAsync(wallet.Id, new() { Actor = "ops-7", Reason = "the clock was a year ahead" });
        // [end]

        Assert.Equal(now, (await wallets.GetWalletAsync(wallet.Id)).UpdatedAt);
        await Assert.ThrowsAsync<WalletTimeNotAheadException>(() => wallets.CorrectTimeAsync(wallet.Id));
    }
}
