using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Testing.Conformance.Checks;

[NeedsFeature(StoreFeatures.Rebates)]
internal sealed class RebateChecks : StoreChecks
{
    [Check]
    public async Task A_deposit_with_terms_makes_a_pending_rebate_in_its_own_commit()
    {
        var wallet = await OpenAsync();

        var done = await DoAsync(new Deposit(wallet.Id, 100m) { RebateTerms = Terms });

        var expected = new Rebate
        {
            Deposit = done.Transaction!.Id,
            Terms = Terms,
            Status = RebateStatus.Pending,
            DueAt = Time.GetUtcNow(),
            UpdatedAt = Time.GetUtcNow(),
        };
        Assert.Equal(expected, done.Rebate);
        Assert.Equal(expected, await FindRebateAsync(done.Transaction.Id));
        Assert.Equal([expected], await RebatesAsync(RebateStatus.Pending));
        Assert.Equal(1, await Store.Rebates.CountAsync(RebateStatus.Pending, Token));
        Assert.Equal(100m, (await AuditAsync(wallet.Id)).Wallet.Balance);
    }

    [Check]
    public async Task A_deposit_without_terms_makes_no_rebate()
    {
        var wallet = await OpenAsync();

        var done = await DoAsync(new Deposit(wallet.Id, 100m));

        Assert.Null(done.Rebate);
        Assert.Null(await Store.Rebates.FindAsync(done.Transaction!.Id, Token));
        Assert.Equal(0, await Store.Rebates.CountAsync(RebateStatus.Pending, Token));
        Assert.Empty((await ClaimAsync()).Claimed);
    }

    [Check]
    public async Task A_rebate_keeps_the_terms_of_its_own_deposit()
    {
        var wallet = await OpenAsync();
        RebateTerms[] terms = [Terms, new("percentage", "rate=0.02"), new("loyalty", "rate=0.02"), Terms];

        foreach (var each in terms)
        {
            await DoAsync(new Deposit(wallet.Id, 1m) { RebateTerms = each });
        }

        Assert.Equal(terms, (await RebatesAsync(RebateStatus.Pending)).Select(rebate => rebate.Terms));
    }

    [Check]
    public async Task Paying_a_rebate_credits_the_wallet_and_settles_it()
    {
        var deposit = await EarnAsync();
        await ClaimAsync();
        Time.Advance(TimeSpan.FromSeconds(2));

        var done = await DoAsync(new PayRebate(deposit, 1m));

        Assert.Equal((TransactionType.Rebate, 1m, 101m, 2L), (done.Transaction!.Type, done.Transaction.Amount, done.Transaction.BalanceAfter, done.Transaction.Links.RebateOf));
        Assert.Equal((RebateStatus.Paid, 3L, null, Time.GetUtcNow()), (done.Rebate!.Status, done.Rebate.PaidVersion, done.Rebate.Claim, done.Rebate.UpdatedAt));
        Assert.Equal(done.Rebate, await FindRebateAsync(deposit));
        Assert.Equal([done.Rebate], await RebatesAsync(RebateStatus.Paid));
        var (wallet, history) = await AuditAsync(deposit.WalletId);
        Assert.Equal(done.Wallet, wallet);
        Assert.Equal(done.Transaction, history[1]);
    }

    [Check]
    public async Task A_rebate_is_paid_once_only()
    {
        var deposit = await EarnAsync();
        await DoAsync(new PayRebate(deposit, 1m));

        var refusal = await RefusedAsync<RebateStateException>(new PayRebate(deposit, 1m));
        await RefusedAsync<RebateStateException>(new PayRebate(deposit, 0m));

        Assert.Equal((deposit, RebateStatus.Paid), (refusal.Deposit, refusal.Status));
        Assert.Equal(101m, (await AuditAsync(deposit.WalletId)).Wallet.Balance);
    }

    [Check]
    public async Task A_rebate_of_zero_is_recorded_as_nothing_due_and_leaves_the_wallet_alone()
    {
        var deposit = await EarnAsync();
        var wallet = await FindAsync(deposit.WalletId);

        var done = await DoAsync(new PayRebate(deposit, 0m));

        Assert.Equal((RebateStatus.NothingDue, null), (done.Rebate!.Status, done.Rebate.PaidVersion));
        Assert.Null(done.Transaction);
        Assert.Equal(done.Rebate, await FindRebateAsync(deposit));
        Assert.Equal(wallet, (await AuditAsync(deposit.WalletId)).Wallet);
        await RefusedAsync<RebateStateException>(new PayRebate(deposit, 1m));
        Assert.Empty((await ClaimAsync()).Claimed);
    }

    [Check]
    [Case("-0.01")]
    [Case("0.001")]
    [Case("92233720368547758.08")]
    public async Task A_rebate_of_a_broken_amount_is_refused_and_stays_pending(string amount)
    {
        var deposit = await EarnAsync();

        await RefusedAsync<InvalidAmountException>(new PayRebate(deposit, Units(amount)));

        Assert.Equal(RebateStatus.Pending, (await FindRebateAsync(deposit)).Status);
        await DoAsync(new PayRebate(deposit, 1m));
    }

    [Check]
    public async Task A_rebate_past_the_64_bit_range_is_refused_and_stays_pending()
    {
        var deposit = await EarnAsync(MinorUnits.ToDecimal(long.MaxValue, 2));

        await RefusedAsync<BalanceOutOfRangeException>(new PayRebate(deposit, 0.01m));

        Assert.Equal(RebateStatus.Pending, (await FindRebateAsync(deposit)).Status);
    }

    [Check]
    public async Task A_rebate_that_was_never_earned_is_refused()
    {
        var walletId = await OpenWithAsync(100m);
        await DoAsync(new Withdraw(walletId, 1m));
        WalletCommand[] Steps(TransactionId deposit) =>
            [new PayRebate(deposit, 1m), new FailRebate(deposit, NewStamp(), "error", null), new RequeueRebate(deposit)];

        // The versions are those of the opening, a deposit without terms and a withdrawal, and versions that do not exist.
        foreach (var command in new[] { 1, 2, 3, 4, 0, -1, long.MaxValue }.SelectMany(version => Steps(new TransactionId(walletId, version))))
        {
            await RefusedAsync<RebateNotFoundException>(command);
        }

        foreach (var command in Steps(new TransactionId(NewId(), 2)))
        {
            await RefusedAsync<WalletNotFoundException>(command);
        }
    }

    [Check]
    public async Task A_replayed_deposit_earns_no_second_rebate()
    {
        var wallet = await OpenAsync();
        var deposit = new Deposit(wallet.Id, 100m) { RebateTerms = Terms, IdempotencyKey = "key" };
        var first = await DoAsync(deposit);
        await DoAsync(new PayRebate(first.Transaction!.Id, 1m));

        var again = await DoAsync(deposit);

        Assert.Null(again.Rebate);
        Assert.Equal(0, await Store.Rebates.CountAsync(RebateStatus.Pending, Token));
        Assert.Equal(101m, (await AuditAsync(wallet.Id)).Wallet.Balance);
    }
}
