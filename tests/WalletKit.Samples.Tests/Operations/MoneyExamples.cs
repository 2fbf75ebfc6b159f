using WalletKit.Commands;

namespace WalletKit.Samples.Tests.Operations;

public sealed class MoneyExamples
{
    [Fact]
    public async Task A_deposit_is_there_at_once_with_what_the_host_wants_to_find_again()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var wallet = await scene.OpenAsync(0m);

        // [example: deposit]
        var deposit = await wallets.DepositAsync(wallet.Id, 100m, new()
        {
            IdempotencyKey = "payment-1",
            Reference = "card",
            Metadata = new Dictionary<string, string> { ["channel"] = "web" },
        });
        Console.WriteLine($"transaction {deposit.Transaction.Sequence}, balance {deposit.Balance}");
        // [end]

        Assert.Equal((1, 100m, "card"), (deposit.Transaction.Sequence, deposit.Balance, deposit.Transaction.Reference));
        Assert.Equal("web", deposit.Transaction.Metadata["channel"]);
        await Assert.ThrowsAsync<InvalidAmountException>(() => wallets.DepositAsync(wallet.Id, 0m));
        await Assert.ThrowsAsync<InvalidAmountException>(() => wallets.DepositAsync(wallet.Id, 0.001m));
        await Assert.ThrowsAsync<BalanceOutOfRangeException>(() => wallets.DepositAsync(wallet.Id, 92_233_720_368_547_758.07m));
        await Assert.ThrowsAsync<CurrencyMismatchException>(() => wallets.DepositAsync(wallet.Id, 1m, new() { Currency = "EUR" }));
    }

    [Fact]
    public async Task A_withdrawal_of_more_than_there_is_is_refused_with_both_amounts()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var wallet = await scene.OpenAsync(100m);

        // [example: withdraw]
        try
        {
            var withdrawal = await wallets.WithdrawAsync(wallet.Id, 500m, new() { Reference = "order-7" });
        }
        catch (InsufficientFundsException refusal)
        {
            Console.WriteLine($"{refusal.Code}: {refusal.Available} of {refusal.Requested}");
        }
        // [end]

        var refused = await Assert.ThrowsAsync<InsufficientFundsException>(() => wallets.WithdrawAsync(wallet.Id, 500m));
        Assert.Equal(("insufficient_funds", 100m, 500m), (refused.Code, refused.Available, refused.Requested));
        Assert.Equal(100m, await scene.BalanceAsync(wallet));
    }

    [Fact]
    public async Task A_call_repeated_with_its_key_happens_once()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var wallet = await scene.OpenAsync(100m);

        // [example: idempotency]
        var options = new WithdrawOptions { IdempotencyKey = "order-7" };
        var first = await wallets.WithdrawAsync(wallet.Id, 30m, options);
        var again = await wallets.WithdrawAsync(wallet.Id, 30m, options); // again.Replayed: no more money moved
        // [end]

        Assert.Equal((false, true), (first.Replayed, again.Replayed));
        Assert.Equal(first.Transaction, again.Transaction);
        Assert.Equal(70m, await scene.BalanceAsync(wallet));
        var conflict = await Assert.ThrowsAsync<IdempotencyConflictException>(() => wallets.WithdrawAsync(wallet.Id, 31m, options));
        Assert.Equal(first.Transaction.Id, conflict.Recorded);
    }

    [Fact]
    public async Task A_command_that_rests_on_a_version_is_refused_where_the_wallet_has_changed()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var wallet = await scene.OpenAsync(100m);

        // [example: expected-version]
        var balance = await wallets.GetBalanceAsync(wallet.Id);
        await wallets.WithdrawAsync(wallet.Id, balance.Available, new() { ExpectedVersion = balance.Version });
        // [end]

        Assert.Equal(0m, await scene.BalanceAsync(wallet));
        var conflict = await Assert.ThrowsAsync<ConcurrencyConflictException>(() => wallets.DepositAsync(wallet.Id, 1m, new() { ExpectedVersion = balance.Version }));
        Assert.Equal((balance.Version, balance.Version + 1), (conflict.ExpectedVersion, conflict.ActualVersion));
    }
}
