using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Conformance.Checks;

[NeedsFeature(StoreFeatures.Rebates)]
internal sealed class ClaimChecks : StoreChecks
{
    [Check]
    public async Task A_claim_stamps_a_due_rebate_and_brings_its_deposit_and_owner()
    {
        var deposit = await EarnAsync();
        var pending = await FindRebateAsync(deposit);

        var (stamp, claimed) = await ClaimAsync();

        var one = Assert.Single(claimed);
        Assert.Equal(pending with { Claim = stamp, DueAt = Time.GetUtcNow() + ClaimLength }, one.Rebate);
        Assert.Equal(Assert.Single(await HistoryAsync(deposit.WalletId)), one.Deposit);
        Assert.Equal(("owner", Wallet.DefaultName), (one.OwnerId, one.WalletName));
        Assert.Equal(one.Rebate, await FindRebateAsync(deposit));
    }

    [Check]
    public async Task A_claimed_rebate_is_claimed_by_no_other_processor_until_the_claim_expires()
    {
        await EarnAsync();
        await ClaimAsync();

        Assert.Empty((await ClaimAsync()).Claimed);
        Time.Advance(ClaimLength - TimeSpan.FromMicroseconds(1));
        Assert.Empty((await ClaimAsync()).Claimed);
        Time.Advance(TimeSpan.FromMicroseconds(1));

        var (stamp, claimed) = await ClaimAsync();
        Assert.Equal(stamp, Assert.Single(claimed).Rebate.Claim);
    }

    [Check]
    public async Task Rebates_due_first_are_claimed_first()
    {
        var deposits = new List<TransactionId>();
        for (var i = 0; i < 5; i++)
        {
            deposits.Add(await EarnAsync(owner: $"owner {i}"));
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        // The rebate that was earned first is put off to be due last, but for a rebate that is put off longer still.
        var (stamp, _) = await ClaimAsync();
        for (var i = 0; i < 4; i++)
        {
            await DoAsync(new FailRebate(deposits[i], stamp, "error", TimeSpan.FromSeconds(10 - i)));
        }

        await DoAsync(new FailRebate(deposits[4], stamp, "error", TimeSpan.FromHours(1)));
        Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal([deposits[3], deposits[2]], (await ClaimAsync(2)).Claimed.Select(claimed => claimed.Rebate.Deposit));
        Assert.Equal([deposits[1], deposits[0]], (await ClaimAsync(10)).Claimed.Select(claimed => claimed.Rebate.Deposit));
    }

    [Check]
    public async Task Rebates_due_at_the_same_time_are_claimed_in_the_order_they_were_earned()
    {
        var wallet = await OpenAsync();
        for (var i = 0; i < 5; i++)
        {
            await DoAsync(new Deposit(wallet.Id, 1m) { RebateTerms = Terms });
        }

        Assert.Equal([1L, 2], (await ClaimAsync(2)).Claimed.Select(claimed => claimed.Rebate.Deposit.Sequence));
        Assert.Equal([3L, 4, 5], (await ClaimAsync(10)).Claimed.Select(claimed => claimed.Rebate.Deposit.Sequence));
    }

    [Check]
    public async Task A_claim_leaves_alone_what_is_due_under_policies_that_it_does_not_name()
    {
        var wallet = await OpenAsync();
        var others = await EarnAsync(wallet.Id, "tier");
        var own = await EarnAsync(wallet.Id, "percentage");
        var before = await FindRebateAsync(others);

        Assert.Equal([own], (await ClaimAsync(10, "percentage", "unused")).Claimed.Select(claimed => claimed.Rebate.Deposit));
        Assert.Empty((await ClaimAsync(10, "unused")).Claimed);
        Assert.Empty(await Store.Rebates.ClaimAsync(NewStamp(), [], Time.GetUtcNow() + ClaimLength, 10, Token));

        Assert.Equal(before, await FindRebateAsync(others));
        Assert.Equal([others], (await ClaimAsync(10, "tier")).Claimed.Select(claimed => claimed.Rebate.Deposit));
    }

    [Check]
    public async Task A_claim_for_several_policies_takes_those_due_first_of_all_of_them()
    {
        var wallet = await OpenAsync();
        string[] policies = ["tier", "percentage", "percentage", "other", "tier", "percentage"];
        var earned = new List<TransactionId>();
        foreach (var policy in policies)
        {
            earned.Add(await EarnAsync(wallet.Id, policy));
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([earned[0], earned[1], earned[2]], (await ClaimAsync(3, "percentage", "tier")).Claimed.Select(claimed => claimed.Rebate.Deposit));
        Assert.Equal([earned[4], earned[5]], (await ClaimAsync(3, "tier", "percentage")).Claimed.Select(claimed => claimed.Rebate.Deposit));
    }

    [Check]
    public async Task The_policies_of_pending_rebates_are_listed_once_each_and_those_of_settled_ones_are_not()
    {
        Assert.Empty(await Store.Rebates.ListPendingPoliciesAsync(Token));
        var wallet = await OpenAsync();
        await EarnAsync(wallet.Id, "tier");
        await EarnAsync(wallet.Id, "Tier");
        await EarnAsync(wallet.Id, "tier");
        await DoAsync(new PayRebate(await EarnAsync(wallet.Id, "percentage"), 1m));
        await ClaimAsync(1, "tier");

        Assert.Equal(["Tier", "tier"], (await Store.Rebates.ListPendingPoliciesAsync(Token)).Order(StringComparer.Ordinal));
    }

    [Check]
    public async Task A_release_makes_due_at_once_what_is_still_pending_under_its_own_stamp()
    {
        var wallet = await OpenAsync();
        var deposits = new List<TransactionId>();
        for (var i = 0; i < 4; i++)
        {
            deposits.Add((await DoAsync(new Deposit(wallet.Id, 1m) { RebateTerms = Terms })).Transaction!.Id);
        }

        var (mine, _) = await ClaimAsync(3);
        var (others, _) = await ClaimAsync();
        await DoAsync(new PayRebate(deposits[0], 1m));
        await DoAsync(new FailRebate(deposits[1], mine, "error", TimeSpan.FromHours(1)));
        await Store.Rebates.ReleaseAsync(mine, Token);

        Assert.Equal(RebateStatus.Paid, (await FindRebateAsync(deposits[0])).Status);
        Assert.Equal(Time.GetUtcNow() + TimeSpan.FromHours(1), (await FindRebateAsync(deposits[1])).DueAt);
        Assert.Equal((null, Time.GetUtcNow()), (await FindRebateAsync(deposits[2])) is var released ? (released.Claim, released.DueAt) : default);
        Assert.Equal(others, (await FindRebateAsync(deposits[3])).Claim);
        Assert.Equal([deposits[2]], (await ClaimAsync()).Claimed.Select(claimed => claimed.Rebate.Deposit));
    }

    [Check]
    public async Task Releasing_a_stamp_that_holds_nothing_changes_nothing()
    {
        await EarnAsync();
        await ClaimAsync();
        var before = await SnapshotAsync();

        await Store.Rebates.ReleaseAsync(NewStamp(), Token);

        Assert.Equal(before, await SnapshotAsync());
    }

    [Check]
    public async Task A_settled_rebate_is_never_claimed_again()
    {
        var paid = await EarnAsync(owner: "one");
        var dead = await EarnAsync(owner: "two");
        var (stamp, _) = await ClaimAsync();
        await DoAsync(new PayRebate(paid, 1m));
        await DoAsync(new FailRebate(dead, stamp, "error", null));
        Time.Advance(TimeSpan.FromDays(365));

        Assert.Empty((await ClaimAsync()).Claimed);
    }

    [Check]
    public async Task A_rebate_can_be_paid_without_a_claim_or_under_an_expired_one()
    {
        var deposit = await EarnAsync();
        await ClaimAsync();
        Time.Advance(ClaimLength);
        await ClaimAsync();

        // Claims divide the work, but the state of a rebate ensures that it is settled once.
        await DoAsync(new PayRebate(deposit, 1m));

        Assert.Equal(101m, (await AuditAsync(deposit.WalletId)).Wallet.Balance);
    }

    [Check]
    public async Task Rebates_are_listed_by_state_in_the_order_they_were_earned_page_by_page()
    {
        var earned = new List<TransactionId>();
        WalletId[] wallets = [(await OpenAsync("one")).Id, (await OpenAsync("two")).Id];
        for (var i = 0; i < 10; i++)
        {
            earned.Add((await DoAsync(new Deposit(wallets[i * 7 % 3 % 2], 1m) { RebateTerms = Terms })).Transaction!.Id);
        }

        await DoAsync(new PayRebate(earned[4], 1m));
        await DoAsync(new PayRebate(earned[2], 1m));

        Assert.Equal([earned[2], earned[4]], (await RebatesAsync(RebateStatus.Paid)).Select(rebate => rebate.Deposit));
        var paged = new List<TransactionId>();
        while (await Store.Rebates.ListAsync(RebateStatus.Pending, paged.Count == 0 ? null : paged[^1], 3, Token) is { Count: > 0 } page)
        {
            Assert.True(page.Count <= 3);
            paged.AddRange(page.Select(rebate => rebate.Deposit));
            Assert.Distinct(paged);
        }

        Assert.Equal(earned.Where((_, i) => i is not (2 or 4)), paged);
        Assert.Equal((8, 2, 0), (await CountAsync(RebateStatus.Pending), await CountAsync(RebateStatus.Paid), await CountAsync(RebateStatus.Dead)));
    }

    private async Task<TransactionId> EarnAsync(WalletId walletId, string policy) =>
        (await DoAsync(new Deposit(walletId, 1m) { RebateTerms = new RebateTerms(policy, "terms") })).Transaction!.Id;
}
