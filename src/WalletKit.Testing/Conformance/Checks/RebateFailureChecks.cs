using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Testing.Conformance.Checks;

[NeedsFeature(StoreFeatures.Rebates)]
internal sealed class RebateFailureChecks : StoreChecks
{
    [Check]
    public async Task A_failure_is_recorded_and_the_rebate_is_not_due_before_its_retry()
    {
        var deposit = await EarnAsync();
        var (stamp, _) = await ClaimAsync();
        var retryIn = TimeSpan.FromSeconds(3);
        Time.Advance(TimeSpan.FromSeconds(1));

        var done = await DoAsync(new FailRebate(deposit, stamp, "no answer", retryIn));

        Assert.Equal((RebateStatus.Pending, 1, "no answer", Time.GetUtcNow() + retryIn, null), (done.Rebate!.Status, done.Rebate.Attempts, done.Rebate.Reason, done.Rebate.DueAt, done.Rebate.Claim));
        Assert.Equal(done.Rebate, await FindRebateAsync(deposit));
        Time.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromMicroseconds(1));
        Assert.Empty((await ClaimAsync()).Claimed);
        Time.Advance(TimeSpan.FromMicroseconds(1));
        var (second, claimed) = await ClaimAsync();
        Assert.Equal(1, Assert.Single(claimed).Rebate.Attempts);
        Assert.Equal(2, (await DoAsync(new FailRebate(deposit, second, "again", retryIn))).Rebate!.Attempts);
    }

    [Check]
    public async Task A_failure_under_a_claim_that_no_longer_stands_is_refused()
    {
        var deposit = await EarnAsync();
        await RefusedAsync<RebateStateException>(new FailRebate(deposit, NewStamp(), "never claimed", null));
        var (stale, _) = await ClaimAsync();
        Time.Advance(ClaimLength);
        var (standing, _) = await ClaimAsync();

        await RefusedAsync<RebateStateException>(new FailRebate(deposit, stale, "late", null));
        await DoAsync(new FailRebate(deposit, standing, "error", TimeSpan.Zero));
        await RefusedAsync<RebateStateException>(new FailRebate(deposit, standing, "twice", null));

        Assert.Equal("error", (await FindRebateAsync(deposit)).Reason);
    }

    [Check]
    public async Task A_wait_for_the_next_attempt_that_is_out_of_range_is_refused()
    {
        var deposit = await EarnAsync();
        var (stamp, _) = await ClaimAsync();
        var before = await FindRebateAsync(deposit);

        await RefusedAsync<InvalidInputException>(new FailRebate(deposit, stamp, "error", TimeSpan.FromTicks(-1)));
        await RefusedAsync<InvalidInputException>(new FailRebate(deposit, stamp, "error", FailRebate.MaxRetryIn + TimeSpan.FromTicks(1)));

        Assert.Equal(before, await FindRebateAsync(deposit));
    }

    [Check]
    public async Task A_dead_rebate_is_listed_with_its_error_and_can_be_requeued()
    {
        var deposit = await EarnAsync();
        var (stamp, _) = await ClaimAsync();
        await DoAsync(new FailRebate(deposit, stamp, "for good", null));
        var dead = Assert.Single(await RebatesAsync(RebateStatus.Dead));
        await RefusedAsync<RebateStateException>(new PayRebate(deposit, 1m));
        Time.Advance(TimeSpan.FromDays(1));

        await DoAsync(new RequeueRebate(deposit));

        Assert.Equal((deposit, "for good", 1), (dead.Deposit, dead.Reason, dead.Attempts));
        Assert.Equal((1, 0), (await CountAsync(RebateStatus.Pending), await CountAsync(RebateStatus.Dead)));
        Assert.Equal((Time.GetUtcNow(), 0), (await FindRebateAsync(deposit)) is var requeued ? (requeued.DueAt, requeued.Attempts) : default);
        Assert.Single((await ClaimAsync()).Claimed);
        await DoAsync(new PayRebate(deposit, 1m));
    }

    [Check]
    public async Task A_pending_rebate_that_is_due_later_can_be_requeued()
    {
        var now = Time.GetUtcNow();
        Time.Advance(TimeSpan.FromDays(365));
        var deposit = await EarnAsync();
        await ClaimAsync();
        Time.AdjustTime(now);

        await DoAsync(new RequeueRebate(deposit));

        Assert.Equal((RebateStatus.Pending, now, null), (await FindRebateAsync(deposit)) is var requeued ? (requeued.Status, requeued.DueAt, requeued.Claim) : default);
        Assert.Single((await ClaimAsync()).Claimed);
    }

    [Check]
    public async Task A_rebate_that_is_due_or_paid_cannot_be_requeued()
    {
        var deposit = await EarnAsync();
        Assert.Equal(RebateStatus.Pending, (await RefusedAsync<RebateStateException>(new RequeueRebate(deposit))).Status);
        await DoAsync(new PayRebate(deposit, 1m));
        Assert.Equal(RebateStatus.Paid, (await RefusedAsync<RebateStateException>(new RequeueRebate(deposit))).Status);
    }

    [Check]
    public async Task An_error_is_kept_up_to_its_greatest_length()
    {
        var deposit = await EarnAsync();
        var (stamp, _) = await ClaimAsync();

        await DoAsync(new FailRebate(deposit, stamp, new string('é', FailRebate.MaxErrorLength + 1), null));

        Assert.Equal(new string('é', FailRebate.MaxErrorLength), (await FindRebateAsync(deposit)).Reason);
    }

    [Check]
    public async Task An_error_that_says_nothing_is_a_failure_all_the_same()
    {
        // A policy's exception may have no message, although its type promises one; the attempt still counts.
        var deposit = await EarnAsync();
        var (stamp, _) = await ClaimAsync();

        await DoAsync(new FailRebate(deposit, stamp, null!, null));

        Assert.Equal((RebateStatus.Dead, 1, ""), (await FindRebateAsync(deposit)) is var dead ? (dead.Status, dead.Attempts, dead.Reason) : default);
    }

    [Check]
    public async Task An_error_of_any_characters_is_recorded()
    {
        var deposit = await EarnAsync();
        var (stamp, _) = await ClaimAsync();

        await DoAsync(new FailRebate(deposit, stamp, "a\0b\uD83Dc 'quoted' \uD83D\uDE00 \uDE00", null));

        Assert.Equal("a\uFFFDb\uFFFDc 'quoted' \uD83D\uDE00 \uFFFD", (await FindRebateAsync(deposit)).Reason);
    }

    [Check]
    public async Task An_error_is_never_cut_in_the_middle_of_a_character()
    {
        var deposit = await EarnAsync();
        var (stamp, _) = await ClaimAsync();
        var start = new string('x', FailRebate.MaxErrorLength - 1);

        await DoAsync(new FailRebate(deposit, stamp, start + "\uD83D\uDE00 and more", null));

        Assert.Equal(start, (await FindRebateAsync(deposit)).Reason);
    }
}
