using System.Collections.Immutable;
using WalletKit.Stores;
using WalletKit.Testing.Histories;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class ReversalConcurrencyChecks : StoreChecks
{
    [Check]
    [Case(TransactionType.Deposit)]
    [Case(TransactionType.Withdrawal)]
    [Case(TransactionType.Rebate)]
    [Case(TransactionType.Capture)]
    public async Task A_race_of_20_to_reverse_one_transaction_reverses_it_once(TransactionType type)
    {
        var original = await RecordAsync(type);
        var balance = (await FindAsync(original.WalletId)).Balance;

        var results = await CommitAtOnceAsync(20, i => new Reverse(original.Id) { AllowOverdraft = i % 2 == 0 });

        var reversal = Assert.Single(results, result => result.Refusal is null).First.Transaction!;
        Assert.Equal(19, results.Count(result => result.Refusal is AlreadyReversedException refusal && refusal.Reversal == reversal.Id));
        Assert.Equal(balance - original.Amount, (await AuditMoneyAsync(original.WalletId)).Wallet.Balance);
    }

    [Check]
    public async Task A_race_to_reverse_one_transfer_from_both_legs_reverses_it_once()
    {
        WalletId[] wallets = [await OpenWithAsync(100m, "source"), await OpenWithAsync(100m, "destination")];
        for (var round = 0; round < 20; round++)
        {
            var legs = (await DoAsync(new Transfer(wallets[round % 2], wallets[1 - (round % 2)], 3m))).Transactions;

            // With two reversals there is one for each leg; with more there are several for each.
            var results = await CommitAtOnceAsync(round < 10 ? 2 : 10, i => new Reverse(legs[i % 2].Id));

            var reversals = Assert.Single(results, result => result.Refusal is null).First.Transactions;
            Assert.All(results.Where(result => result.Refusal is not null), result =>
                Assert.Contains(Assert.IsType<AlreadyReversedException>(result.Refusal).Reversal, reversals.Select(leg => leg.Id)));
        }

        Assert.All([await AuditMoneyAsync(wallets[0]), await AuditMoneyAsync(wallets[1])], audit => Assert.Equal((100m, 41), (audit.Wallet.Balance, audit.History.Count)));
    }

    [Check]
    public async Task A_race_of_20_with_one_key_reverses_once_and_all_get_the_first_result()
    {
        var source = await OpenWithAsync(100m, "source");
        var leg = (await DoAsync(new Transfer(source, (await OpenAsync("destination")).Id, 3m))).Transaction!;

        var results = await CommitAtOnceAsync(20, _ => new Reverse(leg.Id) { IdempotencyKey = "key" });

        Assert.Single(results, result => !result.First.Replayed);
        Assert.Equal(2, Assert.Single(results.Select(result => result.First.Transactions).Distinct()).Count);
        Assert.Equal(100m, (await AuditMoneyAsync(source)).Wallet.Balance);
    }

    [Check]
    public async Task A_race_between_a_reversal_and_spending_takes_the_money_once()
    {
        for (var round = 0; round < 10; round++)
        {
            var walletId = await OpenWithAsync(10m, $"owner {round}");
            var other = (await OpenAsync($"other {round}")).Id;

            var results = await CommitAtOnceAsync(3, i => i switch
            {
                0 => new Reverse(new TransactionId(walletId, 1)),
                1 => new Withdraw(walletId, 10m),
                _ => new Transfer(walletId, other, 10m),
            });

            Assert.Single(results, result => result.Refusal is null);
            Assert.Equal(2, results.Count(result => result.Refusal is InsufficientFundsException));
            Assert.Equal(0m, (await AuditMoneyAsync(walletId)).Wallet.Balance);
        }
    }

    [Check]
    public async Task Reversals_and_transfers_of_the_same_wallets_at_once_neither_block_one_another_nor_lose_money()
    {
        WalletId[] wallets = [await OpenWithAsync(100m, "one"), await OpenWithAsync(100m, "two"), await OpenWithAsync(100m, "three")];
        var legs = new List<TransactionId>();
        for (var i = 0; i < 60; i++)
        {
            legs.AddRange((await DoAsync(new Transfer(wallets[i % 3], wallets[(i + 1) % 3], 1m))).Transactions.Select(leg => leg.Id));
        }

        var results = await CommitAtOnceAsync(240, i => i % 2 == 0
            ? new Reverse(legs[i / 2]) { AllowOverdraft = true }
            : new Transfer(wallets[(i + 1) % 3], wallets[i % 3], 2m));

        Assert.Equal(60, results.Where((_, i) => i % 2 == 0).Count(result => result.Refusal is null));
        Assert.Equal(60, results.Where((_, i) => i % 2 == 0).Count(result => result.Refusal is AlreadyReversedException));
        Assert.All(results.Where((_, i) => i % 2 == 1), result => Assert.Null(result.Refusal));
        var balance = 0m;
        foreach (var walletId in wallets)
        {
            balance += (await AuditMoneyAsync(walletId)).Wallet.Balance;
        }

        Assert.Equal(300m, balance);
    }

    [Check]
    public async Task A_reversal_that_is_waiting_while_its_transaction_is_recorded_reverses_both_legs_or_finds_none()
    {
        for (var round = 0; round < 20; round++)
        {
            var source = await OpenWithAsync(10m, $"source {round}");
            var destination = (await OpenAsync($"destination {round}")).Id;

            // The store does not know, when the command is handed over, which other wallet it touches.
            var results = await CommitAtOnceAsync(3, i => i switch
            {
                0 => new Transfer(source, destination, 4m),
                1 => new Reverse(new TransactionId(source, 2)),
                _ => new Reverse(new TransactionId(destination, 1)),
            });

            Assert.Null(results[0].Refusal);
            Assert.All(results[1..], result => Assert.True(result.Refusal is null or TransactionNotFoundException or AlreadyReversedException));
            var isReversed = results[1..].Any(result => result.Refusal is null);
            Assert.Equal(isReversed ? (10m, 0m) : (6m, 4m), ((await AuditMoneyAsync(source)).Wallet.Balance, (await AuditMoneyAsync(destination)).Wallet.Balance));
        }
    }

    [Check]
    public async Task A_reversal_that_waited_for_its_transaction_takes_its_turn_at_the_other_wallet_as_well()
    {
        for (var round = 0; round < 5; round++)
        {
            var source = await OpenWithAsync(10m, $"source {round}");
            var destination = (await OpenAsync($"destination {round}")).Id;
            CommandBatch Long(params WalletCommand[] last) =>
                new([.. Enumerable.Repeat(new Deposit(last[0].WalletId, 0.01m), 300), .. last]);

            var results = await AtOnceAsync(5, async i => await Store.CommitAsync(
                i switch
                {
                    0 => Long(new Transfer(source, destination, 4m)),
                    1 => new CommandBatch(Enumerable.Repeat<WalletCommand>(new Deposit(source, 0.01m), 300).Append(new Reverse(new TransactionId(source, 302))).ToImmutableArray()),
                    _ => Long(new Deposit(destination, 1m)),
                },
                Token));

            Assert.All(results.Where((_, i) => i != 1), result => Assert.Null(result.Refusal));
            await AuditMoneyAsync(source);
            Assert.Equal(results[1].Refusal is null ? 12m : 16m, (await AuditMoneyAsync(destination)).Wallet.Balance);
        }
    }

    [Check]
    [NeedsFeature(StoreFeatures.Rebates)]
    public async Task A_rebate_that_is_paid_while_its_deposit_is_reversed_is_paid_and_taken_back_or_canceled()
    {
        var paid = 0;
        for (var round = 0; round < 40; round++)
        {
            var deposit = await EarnAsync(owner: $"owner {round}");

            var results = await CommitAtOnceAsync(4, i => i % 2 == round % 2 ? new PayRebate(deposit, 1m) : new Reverse(deposit));

            Assert.Single(results, result => result.Refusal is null && result.First.Transaction!.Type == TransactionType.Reversal);
            var isPaid = results.Any(result => result.Refusal is null && result.First.Transaction!.Type == TransactionType.Rebate);
            var rebate = await FindRebateAsync(deposit);
            var (wallet, history) = await AuditAsync(deposit.WalletId);
            Assert.Equal(isPaid ? RebateStatus.Paid : RebateStatus.Cancelled, rebate.Status);
            Assert.Equal((0m, isPaid ? 4 : 2), (wallet.Balance, history.Count));
            paid += isPaid ? 1 : 0;
        }

        Log($"Paid and taken back: {paid} of 40");
    }
}
