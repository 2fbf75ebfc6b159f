using WalletKit.Commands;

namespace WalletKit.Samples.Tests.Operations;

public sealed class ReversalExamples
{
    [Fact]
    public async Task A_reversed_deposit_takes_its_rebate_with_it()
    {
        await using var scene = new Scene();
        var (wallets, rebates) = (scene.Wallets, scene.Rebates);
        var wallet = await scene.OpenAsync(0m);

        // [example: reverse]
        var deposit = await wallets.DepositAsync(wallet.Id, 100m);
        await rebates.ProcessPendingAsync();                              // the hosted service does this: balance 101.00

        var reversal = await wallets.ReverseAsync(deposit.Transaction.Id, new() { Reference = "chargeback-3" });
        foreach (var transaction in reversal.Transactions)
        {
            Console.WriteLine($"{transaction.Amount} takes back #{transaction.Links.ReversalOf}");   // -100.00, then -1.00
        }
        // [end]

        Assert.Equal([-100m, -1m], reversal.Transactions.Select(transaction => transaction.Amount));
        Assert.Equal(0m, await scene.BalanceAsync(wallet));
        var once = await Assert.ThrowsAsync<AlreadyReversedException>(() => wallets.ReverseAsync(deposit.Transaction.Id));
        Assert.Equal("already_reversed", once.Code);
        await Assert.ThrowsAsync<NotReversibleException>(() => wallets.ReverseAsync(reversal.Transactions[0].Id));
        await Assert.ThrowsAsync<TransactionNotFoundException>(() => wallets.ReverseAsync(new TransactionId(wallet.Id, 100)));
    }

    [Fact]
    public async Task A_reversed_deposit_whose_rebate_is_pending_cancels_it()
    {
        await using var scene = new Scene();
        var wallet = await scene.OpenAsync(0m);
        var deposit = await scene.Wallets.DepositAsync(wallet.Id, 100m);

        var reversal = await scene.Wallets.ReverseAsync(deposit.Transaction.Id);

        Assert.Single(reversal.Transactions);
        Assert.Equal(RebateStatus.Cancelled, (await scene.Rebates.FindAsync(deposit.Transaction.Id))!.Status);
        Assert.Equal(0, (await scene.Rebates.ProcessPendingAsync()).Paid);
    }

    [Fact]
    public async Task A_reversed_transfer_takes_back_both_legs()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var (buyer, seller) = (await scene.OpenAsync(100m, "buyer"), await scene.OpenAsync(0m, "seller"));
        var transfer = await wallets.TransferAsync(buyer.Id, seller.Id, 30m);

        // [example: reverse-transfer]
        await wallets.ReverseAsync(transfer.Outgoing.Id);                 // or transfer.Incoming.Id: both legs are taken back
        // [end]

        Assert.Equal((100m, 0m), (await scene.BalanceAsync(buyer), await scene.BalanceAsync(seller)));
        await Assert.ThrowsAsync<AlreadyReversedException>(() => wallets.ReverseAsync(transfer.Incoming.Id));
    }

    [Fact]
    public async Task A_reversal_of_spent_money_is_refused_unless_it_may_overdraw()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var wallet = await scene.OpenAsync(0m);
        var deposit = await wallets.DepositAsync(wallet.Id, 100m);
        await wallets.WithdrawAsync(wallet.Id, 40m);
        await Assert.ThrowsAsync<InsufficientFundsException>(() => wallets.ReverseAsync(deposit.Transaction.Id));

        // [example: reverse-overdraft]
        await wallets.ReverseAsync(deposit.Transaction.Id, new() { AllowOverdraft = true });
        // [end]

        Assert.Equal(-40m, await scene.BalanceAsync(wallet));
        Assert.True((await wallets.GetWalletAsync(wallet.Id)).IsOverdrawn);
    }
}
