using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class ReversalChecks : StoreChecks
{
    [Check]
    public async Task A_reversal_is_a_new_transaction_that_names_what_it_takes_back()
    {
        var walletId = await OpenWithAsync(100m);
        Time.Advance(TimeSpan.FromMinutes(1));
        var metadata = TransactionMetadata.From([KeyValuePair.Create("why", "a mistake")]);
        var before = await HistoryAsync(walletId);

        var done = await DoAsync(new Reverse(new TransactionId(walletId, 2)) { Reference = "case-7", Metadata = metadata });

        var expected = new WalletTransaction
        {
            WalletId = walletId,
            Sequence = 2,
            Type = TransactionType.Reversal,
            Currency = Usd,
            AmountMinorUnits = -100_00,
            BalanceAfterMinorUnits = 0,
            Version = 3,
            CreatedAt = Time.GetUtcNow(),
            Account = CounterAccount.External,
            Reference = "case-7",
            Metadata = metadata,
            Links = new TransactionLinks { ReversalOf = 2 },
        };
        expected = expected with { Hash = done.Transaction!.Hash };
        Assert.Equal([expected], done.Transactions);
        var (wallet, history) = await AuditAsync(walletId);
        Assert.Equal(done.Wallet, wallet);
        Assert.Equal([.. before, expected], history);
    }

    [Check]
    [Case(TransactionType.Deposit)]
    [Case(TransactionType.Withdrawal)]
    [Case(TransactionType.Rebate)]
    [Case(TransactionType.TransferOut)]
    [Case(TransactionType.TransferIn)]
    [Case(TransactionType.Capture)]
    public async Task A_transaction_of_any_type_is_reversed_once_and_its_reversal_never(TransactionType type)
    {
        var original = await RecordAsync(type);
        var balance = (await FindAsync(original.WalletId)).Balance;

        var reversal = (await DoAsync(new Reverse(original.Id))).Transaction!;

        Assert.Equal((TransactionType.Reversal, original.Version, -original.Amount), (reversal.Type, reversal.Links.ReversalOf, reversal.Amount));
        Assert.Equal(balance - original.Amount, (await AuditMoneyAsync(original.WalletId)).Wallet.Balance);
        Assert.Equal(original, await FindTransactionAsync(original.Id));
        var refusal = await RefusedAsync<AlreadyReversedException>(new Reverse(original.Id) { AllowOverdraft = true });
        Assert.Equal((original.Id, reversal.Id), (refusal.TransactionId, refusal.Reversal));
        Assert.Equal(reversal.Id, (await RefusedAsync<NotReversibleException>(new Reverse(reversal.Id) { AllowOverdraft = true })).TransactionId);
    }

    [Check]
    [Case(false, false)]
    [Case(false, true)]
    [Case(true, false)]
    [Case(true, true)]
    public async Task From_either_leg_both_legs_of_a_transfer_are_reversed(bool fromArriving, bool isExchange)
    {
        var source = await OpenWithAsync(100m, "source");
        var destination = (await OpenAsync("destination", isExchange ? Euro : Usd)).Id;
        var transfer = (await DoAsync(new Transfer(source, destination, 30m) { Rate = isExchange ? 0.9m : null })).Transactions;
        var (own, other) = fromArriving ? (transfer[1], transfer[0]) : (transfer[0], transfer[1]);
        Time.Advance(TimeSpan.FromMinutes(1));

        var done = await DoAsync(new Reverse(own.Id));

        Assert.Equal([own.WalletId, other.WalletId], done.Transactions.Select(leg => leg.WalletId));
        Assert.Equal([own.Version, other.Version], done.Transactions.Select(leg => leg.Links.ReversalOf));
        Assert.Equal([-own.Amount, -other.Amount], done.Transactions.Select(leg => leg.Amount));
        Assert.Equal([done.Transactions[1].Id, done.Transactions[0].Id], done.Transactions.Select(leg => leg.Links.Counterpart));
        Assert.Equal([own.Links.Exchange, other.Links.Exchange], done.Transactions.Select(leg => leg.Links.Exchange));
        Assert.All(done.Transactions, leg => Assert.Equal(Time.GetUtcNow(), leg.CreatedAt));
        Assert.Equal([await FindTransactionAsync(done.Transactions[0].Id), await FindTransactionAsync(done.Transactions[1].Id)], done.Transactions.AsEnumerable());
        Assert.Equal((100m, 0m), ((await AuditAsync(source)).Wallet.Balance, (await AuditAsync(destination)).Wallet.Balance));
        await RefusedAsync<AlreadyReversedException>(new Reverse(own.Id));
        await RefusedAsync<AlreadyReversedException>(new Reverse(other.Id));
    }

    [Check]
    public async Task A_transfer_whose_money_was_spent_is_not_reversed_and_neither_leg_changes()
    {
        var source = await OpenWithAsync(30m, "source");
        var destination = (await OpenAsync("destination")).Id;
        var leg = (await DoAsync(new Transfer(source, destination, 30m))).Transaction!;
        await DoAsync(new Withdraw(destination, 0.01m));

        var refusal = await RefusedAsync<InsufficientFundsException>(new Reverse(leg.Id));
        Assert.Equal((destination, 29.99m, 30m), (refusal.WalletId, refusal.Available, refusal.Requested));
        await DoAsync(new Reverse(leg.Id) { AllowOverdraft = true });

        Assert.Equal((30m, false), (await AuditAsync(source)).Wallet is var first ? (first.Balance, first.IsOverdrawn) : default);
        Assert.Equal((-0.01m, true), (await AuditAsync(destination)).Wallet is var second ? (second.Balance, second.IsOverdrawn) : default);
    }

    [Check]
    public async Task A_reversal_overdraws_only_where_that_is_allowed_and_the_wallet_spends_nothing_until_it_has_come_back()
    {
        var walletId = await OpenWithAsync(100m);
        var other = await OpenWithAsync(100m, "other");
        await DoAsync(new Withdraw(walletId, 70m));
        var reverse = new Reverse(new TransactionId(walletId, 2));

        var refusal = await RefusedAsync<InsufficientFundsException>(reverse);
        var done = await DoAsync(reverse with { AllowOverdraft = true });

        Assert.Equal((30m, 100m), (refusal.Available, refusal.Requested));
        Assert.Equal((-70m, true), (done.Wallet!.Balance, done.Wallet.IsOverdrawn));
        Assert.Equal(done.Wallet, await FindAsync(walletId));
        Assert.Equal(-70m, (await RefusedAsync<InsufficientFundsException>(new Withdraw(walletId, 0.01m))).Available);
        await RefusedAsync<InsufficientFundsException>(new Transfer(walletId, other, 0.01m));
        await DoAsync(new Deposit(walletId, 69.99m));
        Assert.True((await FindAsync(walletId)).IsOverdrawn);
        await DoAsync(new Transfer(other, walletId, 0.01m));
        Assert.Equal((0m, false), (await AuditAsync(walletId)).Wallet is var back ? (back.Balance, back.IsOverdrawn) : default);
    }

    [Check]
    public async Task Held_money_is_not_there_for_a_reversal()
    {
        var walletId = await OpenWithAsync(100m);
        await DoAsync(new PlaceHold(walletId, 0.01m));

        Assert.Equal(99.99m, (await RefusedAsync<InsufficientFundsException>(new Reverse(new TransactionId(walletId, 2)))).Available);
    }

    [Check]
    public async Task A_credit_limit_pays_for_a_reversal_without_an_overdraft()
    {
        var walletId = await OpenWithAsync(100m);
        await DoAsync(new Withdraw(walletId, 70m));
        await DoAsync(new SetCreditLimit(walletId, 70m));

        var done = await DoAsync(new Reverse(new TransactionId(walletId, 2)));

        Assert.Equal((-70m, 0m, false), (done.Wallet!.Balance, done.Wallet.Available, done.Wallet.IsOverdrawn));
        await AuditMoneyAsync(walletId);
    }

    [Check]
    public async Task Even_an_overdraft_ends_at_the_64_bit_range()
    {
        var walletId = await OpenWithAsync(MinorUnits.ToDecimal(long.MaxValue, 2));
        await DoAsync(new Withdraw(walletId, MinorUnits.ToDecimal(long.MaxValue, 2)));
        await DoAsync(new Deposit(walletId, 0.01m));
        await DoAsync(new Deposit(walletId, 0.01m));
        await DoAsync(new Withdraw(walletId, 0.02m));
        await DoAsync(new Reverse(new TransactionId(walletId, 4)) { AllowOverdraft = true });

        await DoAsync(new Reverse(new TransactionId(walletId, 2)) { AllowOverdraft = true });
        Assert.Equal(long.MinValue, (await AuditAsync(walletId)).Wallet.BalanceMinorUnits);
        await RefusedAsync<BalanceOutOfRangeException>(new Reverse(new TransactionId(walletId, 5)) { AllowOverdraft = true });
    }

    [Check]
    [NeedsFeature(StoreFeatures.Rebates)]
    public async Task Reversing_a_deposit_cancels_its_pending_rebate()
    {
        var deposit = await EarnAsync();
        await ClaimAsync();

        var done = await DoAsync(new Reverse(deposit));

        Assert.Equal((RebateStatus.Cancelled, null, "the deposit was reversed"), (done.Rebate!.Status, done.Rebate.Claim, done.Rebate.Reason));
        Assert.Equal(done.Rebate, await FindRebateAsync(deposit));
        await RefusedAsync<RebateStateException>(new PayRebate(deposit, 1m));
        await RefusedAsync<RebateStateException>(new RequeueRebate(deposit));
        Time.Advance(TimeSpan.FromDays(1));
        Assert.Empty((await ClaimAsync()).Claimed);
        Assert.Equal(0m, (await AuditAsync(deposit.WalletId)).Wallet.Balance);
    }

    [Check]
    [NeedsFeature(StoreFeatures.Rebates)]
    public async Task Reversing_a_deposit_cancels_its_dead_rebate_and_leaves_one_of_nothing_as_it_is()
    {
        var dead = await EarnAsync(owner: "dead");
        var nothing = await EarnAsync(owner: "nothing");
        var (stamp, _) = await ClaimAsync();
        await DoAsync(new FailRebate(dead, stamp, "error", null));
        await DoAsync(new PayRebate(nothing, 0m));

        await DoAsync(new Reverse(dead));
        await DoAsync(new Reverse(nothing));

        Assert.Equal(RebateStatus.Cancelled, (await FindRebateAsync(dead)).Status);
        Assert.Equal(RebateStatus.NothingDue, (await FindRebateAsync(nothing)).Status);
        await RefusedAsync<RebateStateException>(new RequeueRebate(dead));
    }

    [Check]
    [NeedsFeature(StoreFeatures.Rebates)]
    public async Task Reversing_a_deposit_takes_back_its_paid_rebate_in_the_same_commit()
    {
        var deposit = await EarnAsync();
        var payment = (await DoAsync(new PayRebate(deposit, 1m))).Transaction!;
        await DoAsync(new Deposit(deposit.WalletId, 5m));

        var done = await DoAsync(new Reverse(deposit));

        Assert.Equal([(-100m, 2L), (-1m, 3L)], done.Transactions.Select(reversal => (reversal.Amount, reversal.Links.ReversalOf!.Value)));
        Assert.Equal((RebateStatus.Paid, 3L), (done.Rebate!.Status, done.Rebate.PaidVersion));
        Assert.Equal(done.Rebate, await FindRebateAsync(deposit));
        Assert.Equal(5m, (await AuditAsync(deposit.WalletId)).Wallet.Balance);
        await RefusedAsync<AlreadyReversedException>(new Reverse(payment.Id));
        await RefusedAsync<RebateStateException>(new PayRebate(deposit, 1m));
    }

    [Check]
    public async Task The_money_for_a_deposit_and_its_paid_rebate_must_be_there_together()
    {
        var deposit = await EarnAsync();
        await DoAsync(new PayRebate(deposit, 1m));
        await DoAsync(new Withdraw(deposit.WalletId, 0.01m));

        var refusal = await RefusedAsync<InsufficientFundsException>(new Reverse(deposit));
        Assert.Equal((100.99m, 101m), (refusal.Available, refusal.Requested));
        var done = await DoAsync(new Reverse(deposit) { AllowOverdraft = true });

        Assert.Equal((-0.01m, true), (done.Wallet!.Balance, done.Wallet.IsOverdrawn));
        await AuditAsync(deposit.WalletId);
    }

    [Check]
    [NeedsFeature(StoreFeatures.Rebates)]
    public async Task A_rebate_that_was_reversed_by_itself_is_not_taken_back_again_with_its_deposit()
    {
        var deposit = await EarnAsync();
        var payment = (await DoAsync(new PayRebate(deposit, 1m))).Transaction!;

        await DoAsync(new Reverse(payment.Id));
        var done = await DoAsync(new Reverse(deposit));

        Assert.Equal(-100m, Assert.Single(done.Transactions).Amount);
        Assert.Equal(RebateStatus.Paid, (await FindRebateAsync(deposit)).Status);
        Assert.Equal(0m, (await AuditAsync(deposit.WalletId)).Wallet.Balance);
    }

    [Check]
    public async Task A_missing_transaction_is_not_reversed()
    {
        var walletId = await OpenWithAsync(1m);

        foreach (var version in new[] { long.MinValue, -1, 0, 1, 3, long.MaxValue })
        {
            Assert.Equal(version, (await RefusedAsync<TransactionNotFoundException>(new Reverse(new TransactionId(walletId, version)))).TransactionId.Version);
        }

        await RefusedAsync<WalletNotFoundException>(new Reverse(new TransactionId(NewId(), 2)));
        await RefusedAsync<ConcurrencyConflictException>(new Reverse(new TransactionId(walletId, 2)) { ExpectedVersion = 1 });
        await RefusedAsync<CurrencyMismatchException>(new Reverse(new TransactionId(walletId, 2)) { Currency = "EUR" });
    }

    [Check]
    public async Task A_frozen_wallet_gets_money_back_but_gives_none_and_a_closed_one_neither()
    {
        var frozen = await OpenWithAsync(100m, "frozen");
        var other = await OpenWithAsync(100m, "other");
        await DoAsync(new Withdraw(frozen, 10m));
        var received = (await DoAsync(new Transfer(other, frozen, 5m))).Transaction!;
        var sent = (await DoAsync(new Transfer(frozen, other, 7m))).Transaction!;
        await DoAsync(new FreezeWallet(frozen));

        await RefusedAsync<WalletFrozenException>(new Reverse(new TransactionId(frozen, 2)) { AllowOverdraft = true });
        Assert.Equal(frozen, (await RefusedAsync<WalletFrozenException>(new Reverse(received.Id) { AllowOverdraft = true })).WalletId);
        await DoAsync(new Reverse(new TransactionId(frozen, 3)));
        await DoAsync(new Reverse(sent.Links.Counterpart!.Value));

        var closed = (await OpenAsync("closed")).Id;
        await DoAsync(new Transfer(other, closed, 5m));
        var emptied = (await DoAsync(new Transfer(closed, other, 5m))).Transaction!;
        await DoAsync(new CloseWallet(closed));
        Assert.Equal(closed, (await RefusedAsync<WalletClosedException>(new Reverse(emptied.Id))).WalletId);
        Assert.Equal(closed, (await RefusedAsync<WalletClosedException>(new Reverse(emptied.Links.Counterpart!.Value))).WalletId);
        await AuditMoneyAsync(frozen);
    }
}
