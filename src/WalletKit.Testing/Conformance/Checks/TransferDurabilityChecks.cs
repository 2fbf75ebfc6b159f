using WalletKit.Model.Money;
using WalletKit.Stores;

namespace WalletKit.Testing.Conformance.Checks;

[NeedsDurability]
internal sealed class TransferDurabilityChecks : StoreChecks
{
    [Check]
    public async Task Transfers_and_their_reversals_are_after_a_restart_what_they_were_before()
    {
        var source = await OpenWithAsync(100m, "source");
        var euro = (await OpenAsync("euro", Currency.FromIso("EUR"))).Id;
        var dollar = (await OpenAsync("dollar")).Id;
        await DoAsync(new Transfer(source, euro, 10m) { Rate = 0.333333m, Rounding = MidpointRounding.ToZero, Reference = "r" });
        await DoAsync(new Transfer(source, euro, 10m) { TargetAmount = 9m });
        await DoAsync(new Transfer(source, dollar, 10m));
        await DoAsync(new Reverse(new TransactionId(euro, 2)));
        await DoAsync(new Withdraw(dollar, 1m));
        await DoAsync(new Reverse(new TransactionId(dollar, 2)) { AllowOverdraft = true });
        var before = await SnapshotAsync();

        await RestartAsync();

        Assert.Equal(before, await SnapshotAsync());
        Assert.Equal((-1m, true), (await AuditMoneyAsync(dollar)).Wallet is var overdrawn ? (overdrawn.Balance, overdrawn.IsOverdrawn) : default);
        Assert.Equal(90m, (await AuditMoneyAsync(source)).Wallet.Balance);
        await AuditMoneyAsync(euro);
    }

    [Check]
    public async Task A_transaction_reversed_before_a_restart_is_not_reversed_after_it()
    {
        var source = await OpenWithAsync(100m, "source");
        var legs = (await DoAsync(new Transfer(source, (await OpenAsync("destination")).Id, 10m))).Transactions;
        var deposit = await EarnAsync(owner: "earned");
        await DoAsync(new PayRebate(deposit, 1m));
        var reversal = (await DoAsync(new Reverse(legs[0].Id))).Transactions;

        await RestartAsync();

        Assert.Equal(reversal[1].Id, (await RefusedAsync<AlreadyReversedException>(new Reverse(legs[1].Id))).Reversal);
        await RefusedAsync<NotReversibleException>(new Reverse(reversal[0].Id));
        Assert.Equal(2, (await DoAsync(new Reverse(deposit))).Transactions.Count);
        await RestartAsync();
        await RefusedAsync<AlreadyReversedException>(new Reverse(new TransactionId(deposit.WalletId, 3)));
        Assert.Equal(RebateStatus.Paid, (await FindRebateAsync(deposit)).Status);
    }

    [Check]
    public async Task Every_keyed_command_again_gets_its_first_result_after_a_restart()
    {
        var first = await DoEveryKeyedCommandAsync();

        await RestartAsync();
        await AssertAllReplayedAsync(first);
        await DoAsync(new FreezeWallet(first[0].Command.WalletId));
        await RestartAsync();
        await AssertAllReplayedAsync(first);
    }

    [Check]
    public async Task A_batch_again_under_its_key_gets_every_first_result_after_a_restart()
    {
        var source = await OpenWithAsync(100m, "source");
        var destination = (await OpenAsync("destination")).Id;
        WalletCommand[] commands = [new Transfer(source, destination, 10m), new Reverse(new TransactionId(source, 3)), new OpenWallet(NewId(), "new", Usd), new PlaceHold(source, 1m)];
        var first = await CommitKeyedAsync("key", commands);

        await RestartAsync();

        AssertReplayed(first, await CommitKeyedAsync("key", commands));
        await RefusedWholeAsync<IdempotencyConflictException>(new CommandBatch([.. commands[..3]]) { IdempotencyKey = "key" });
        await RefusedAsync<IdempotencyConflictException>(new Deposit(source, 1m) { IdempotencyKey = "key" });
    }
}
