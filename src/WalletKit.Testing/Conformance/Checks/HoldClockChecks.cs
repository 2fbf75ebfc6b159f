using WalletKit.Rules;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class HoldClockChecks : StoreChecks
{
    [Check]
    public async Task A_hold_whose_money_was_spent_stays_expired_when_the_clock_is_set_back()
    {
        var walletId = await OpenWithAsync(100m);
        var hold = await PlaceAsync(walletId, 100m, Minute);
        Time.Advance(Minute);
        await DoAsync(new Withdraw(walletId, 100m));

        Time.AdjustTime(Time.GetUtcNow() - TimeSpan.FromSeconds(30));

        await AssertBalanceAsync(walletId, 0m, 0m, 0m);
        Assert.Equal(HoldStatus.Expired, (await FindHoldAsync(hold.Id)).Status);
        Assert.Empty(await OpenHoldsAsync(walletId));
        Assert.Equal(HoldStatus.Expired, (await RefusedAsync<HoldEndedException>(new CaptureHold(hold.Id))).Status);
        Assert.Equal(HoldStatus.Expired, (await RefusedAsync<HoldEndedException>(new VoidHold(hold.Id))).Status);
        Assert.Equal((0m, null), ((await DoPlainAsync(new ExpireHolds(walletId))).Wallet!.Held, (await FindAsync(walletId)).Holds.NextExpiry));
        await AuditHoldsAsync(walletId);
    }

    [Check]
    public async Task A_hold_that_is_placed_after_the_clock_was_set_back_lasts_as_long_as_was_asked_for()
    {
        var walletId = await OpenWithAsync(100m);
        var opened = Time.GetUtcNow();
        Time.AdjustTime(opened - TimeSpan.FromDays(1));

        var hold = await PlaceAsync(walletId, 40m, Minute);

        Assert.Equal((opened, Time.GetUtcNow() + Minute), (hold.CreatedAt, hold.ExpiresAt));
        Time.Advance(Minute - TimeSpan.FromTicks(1));
        Assert.Equal(40m, (await FindAsync(walletId)).Held);
        Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(0m, (await FindAsync(walletId)).Held);
        await DoAsync(new Withdraw(walletId, 100m));
        await AuditHoldsAsync(walletId);
    }

    [Check]
    public async Task A_hold_ends_by_the_clock_though_a_credit_has_taken_its_wallet_far_ahead()
    {
        var walletId = await OpenWithAsync(100m);
        var stranger = await OpenWithAsync(1m, "stranger");
        var week = TimeSpan.FromDays(7);
        var hold = await PlaceAsync(walletId, 100m, week);

        // This is the state after a host whose clock was a year ahead for a moment.
        Time.Advance(TimeSpan.FromDays(365));
        await DoAsync(new Deposit(walletId, 1m));
        await DoAsync(new Transfer(stranger, walletId, 0.01m));
        Time.AdjustTime(Time.GetUtcNow() - TimeSpan.FromDays(365));

        Assert.Equal(hold, await FindHoldAsync(hold.Id));
        await AssertBalanceAsync(walletId, 101.01m, 100m, 1.01m);
        await RefusedAsync<InsufficientFundsException>(new Withdraw(walletId, 1.02m));
        var later = await PlaceAsync(walletId, 1.01m, Minute);
        Time.Advance(Minute);
        Assert.Equal(HoldStatus.Expired, (await FindHoldAsync(later.Id)).Status);
        await DoAsync(new CaptureHold(hold.Id, 50m));
        await AuditHoldsAsync(walletId);
    }

    [Check]
    [Case("withdrawal")]
    [Case("transfer")]
    [Case("hold")]
    [Case("capture")]
    [Case("void")]
    [Case("reversal")]
    [Case("lower limit")]
    [Case("sweep")]
    public async Task A_hold_that_a_command_of_its_wallet_ended_stays_ended_whatever_the_clock_says(string kind)
    {
        var walletId = await OpenWithAsync(100m);
        var other = await OpenAsync("other");
        await DoAsync(new SetCreditLimit(walletId, 10m));
        var standing = await PlaceAsync(walletId, 10m);
        var hold = await PlaceAsync(walletId, 60m, Minute);
        Time.Advance(Minute);

        await DoPlainAsync(kind switch
        {
            "withdrawal" => new Withdraw(walletId, 1m),
            "transfer" => new Transfer(walletId, other.Id, 1m),
            "hold" => new PlaceHold(walletId, 1m),
            "capture" => new CaptureHold(standing.Id, 1m) { KeepOpen = true },
            "void" => new VoidHold(standing.Id),
            "reversal" => new Reverse(new TransactionId(walletId, 2)),
            "lower limit" => new SetCreditLimit(walletId, 1m),
            _ => new ExpireHolds(walletId),
        });

        var before = await FindAsync(walletId);
        Time.AdjustTime(Time.GetUtcNow() - TimeSpan.FromSeconds(30));
        Assert.Equal(before, await FindAsync(walletId));
        Assert.Equal(HoldStatus.Expired, (await FindHoldAsync(hold.Id)).Status);
        Assert.DoesNotContain(hold.Id, (await OpenHoldsAsync(walletId)).Select(open => open.Id));
        Assert.Equal(HoldStatus.Expired, (await RefusedAsync<HoldEndedException>(new VoidHold(hold.Id))).Status);
        Assert.Equal(kind == "sweep" ? [] : [walletId], await Store.ListExpiringWalletsAsync(10, Token));
        var swept = (await DoPlainAsync(new ExpireHolds(walletId))).Wallet!;
        Assert.Equal((before.Held, null, kind == "sweep" ? before.Version : before.Version + 1), (swept.Held, swept.Holds.EndedThrough, swept.Version));
        Assert.Empty(await Store.ListExpiringWalletsAsync(10, Token));
        await AuditHoldsAsync(walletId);
    }

    [Check]
    public async Task A_credit_ends_no_hold_for_good()
    {
        var walletId = await OpenWithAsync(100m);
        var other = await OpenWithAsync(10m, "other");
        var paid = (await DoAsync(new Deposit(walletId, 1m) { RebateTerms = Terms })).Transaction!.Id;
        var taken = (await DoAsync(new Withdraw(walletId, 1m))).Transaction!.Id;
        var hold = await PlaceAsync(walletId, 60m, Minute);
        Time.Advance(Minute);
        foreach (var credit in (WalletCommand[])[new Deposit(walletId, 1m), new Transfer(other, walletId, 1m), new PayRebate(paid, 1m), new Reverse(taken), new SetCreditLimit(walletId, 5m)])
        {
            await DoPlainAsync(credit);
        }

        Assert.Equal(0m, (await FindAsync(walletId)).Held);
        Time.AdjustTime(Time.GetUtcNow() - TimeSpan.FromSeconds(30));

        await AssertBalanceAsync(walletId, 104m, 60m, 49m);
        await DoAsync(new CaptureHold(hold.Id));
        await AuditHoldsAsync(walletId);
    }

    [Check]
    public async Task Holds_that_are_placed_after_the_clock_was_set_back_end_by_themselves()
    {
        var walletId = await OpenWithAsync(100m);
        var first = await PlaceAsync(walletId, 10m, Minute);
        Time.Advance(TimeSpan.FromDays(365));
        await DoAsync(new Withdraw(walletId, 1m));
        Time.AdjustTime(Time.GetUtcNow() - TimeSpan.FromDays(365));

        // All of them expire before the time through which the wallet has ended holds, and none of them has ended.
        var standing = await PlaceAsync(walletId, 20m, Minute * 3);
        var second = await PlaceAsync(walletId, 30m, Minute);
        var third = await PlaceAsync(walletId, 39m, Minute * 2);
        await AssertBalanceAsync(walletId, 99m, 89m, 10m);

        Time.Advance(Minute);
        await AssertBalanceAsync(walletId, 99m, 59m, 40m);
        await DoAsync(new Withdraw(walletId, 40m));
        Assert.Equal(third.ExpiresAt, (await FindAsync(walletId)).Holds.NextExpiry);
        await RefusedAsync<InsufficientFundsException>(new Withdraw(walletId, 0.01m));
        await AuditHoldsAsync(walletId);

        // The result is the same whichever expiries are recorded meanwhile, and however often the clock steps back.
        Time.AdjustTime(Time.GetUtcNow() - TimeSpan.FromSeconds(30));
        Assert.Equal((HoldStatus.Expired, HoldStatus.Expired), ((await FindHoldAsync(first.Id)).Status, (await FindHoldAsync(second.Id)).Status));
        await DoPlainAsync(new ExpireHolds(walletId));
        Assert.Empty(await Store.ListExpiringWalletsAsync(10, Token));
        await AssertBalanceAsync(walletId, 59m, 59m, 0m);
        Time.Advance(Minute * 2);
        await DoAsync(new PlaceHold(walletId, 39m));
        await DoAsync(new CaptureHold(standing.Id));
        await AuditHoldsAsync(walletId);
    }
}
