using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Testing.Conformance.Checks;

[NeedsFeature(StoreFeatures.Rebates)]
internal sealed class OldestPendingChecks : StoreChecks
{
    [Check]
    public async Task The_oldest_pending_rebate_is_none_if_no_rebate_is_pending()
    {
        Assert.Null(await OldestPendingAsync());
        await DoAsync(new PayRebate(await EarnAsync(owner: "paid"), 1m));
        await DoAsync(new PayRebate(await EarnAsync(owner: "nothing"), 0m));
        var dead = await EarnAsync(owner: "dead");
        var (stamp, _) = await ClaimAsync();
        await DoAsync(new FailRebate(dead, stamp, "for good", null));

        Assert.Null(await OldestPendingAsync());
    }

    [Check]
    public async Task The_oldest_pending_rebate_is_as_old_as_its_deposit_however_often_it_is_tried()
    {
        var earned = Time.GetUtcNow();
        var deposit = await EarnAsync();
        Time.Advance(TimeSpan.FromMinutes(1));
        await EarnAsync(owner: "later");
        var (stamp, _) = await ClaimAsync();

        await DoAsync(new FailRebate(deposit, stamp, "no answer", TimeSpan.FromDays(1)));

        Assert.Equal(earned, await OldestPendingAsync());
    }

    [Check]
    public async Task Once_the_oldest_pending_rebate_is_paid_the_next_one_is_the_oldest()
    {
        var first = await EarnAsync(owner: "first");
        Time.Advance(TimeSpan.FromMinutes(1));
        var second = Time.GetUtcNow();
        await EarnAsync(owner: "second");

        await DoAsync(new PayRebate(first, 1m));

        Assert.Equal(second, await OldestPendingAsync());
    }

    [Check]
    public async Task A_requeued_rebate_is_as_old_as_its_deposit()
    {
        var earned = Time.GetUtcNow();
        var deposit = await EarnAsync();
        var (stamp, _) = await ClaimAsync();
        await DoAsync(new FailRebate(deposit, stamp, "for good", null));
        Time.Advance(TimeSpan.FromDays(1));

        await DoAsync(new RequeueRebate(deposit));

        Assert.Equal(earned, await OldestPendingAsync());
    }

    private async Task<DateTimeOffset?> OldestPendingAsync() => await Store.Rebates.FindOldestPendingAsync(Token);
}
