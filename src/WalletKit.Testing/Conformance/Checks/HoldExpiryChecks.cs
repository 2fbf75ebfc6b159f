using WalletKit.Commands;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class HoldExpiryChecks : StoreChecks
{
    [Check]
    public async Task A_hold_whose_time_has_run_out_holds_nothing_for_whoever_reads_with_nothing_recorded()
    {
        var walletId = await OpenWithAsync(100m);
        var hold = await PlaceAsync(walletId, 40m, Minute);

        Time.Advance(Minute - TimeSpan.FromTicks(1));
        await AssertBalanceAsync(walletId, 100m, 40m, 60m);
        Assert.Equal(hold, await FindHoldAsync(hold.Id));
        Assert.Equal([hold], await OpenHoldsAsync(walletId));
        Assert.Empty(await Store.ListExpiringWalletsAsync(10, Token));

        Time.Advance(TimeSpan.FromTicks(1));
        await AssertBalanceAsync(walletId, 100m, 0m, 100m);
        Assert.Equal(hold with { Status = HoldStatus.Expired }, await FindHoldAsync(hold.Id));
        Assert.Empty(await OpenHoldsAsync(walletId));
        Assert.Equal([walletId], await Store.ListExpiringWalletsAsync(10, Token));
        Assert.Equal((40m, hold.ExpiresAt, 3L), ((await FindAsync(walletId)).Held, (await FindAsync(walletId)).Holds.NextExpiry, (await FindAsync(walletId)).Version));
        await AuditHoldsAsync(walletId);
    }

    [Check]
    public async Task The_money_of_an_expired_hold_is_spent_at_once()
    {
        var walletId = await OpenWithAsync(100m);
        var other = await OpenAsync("other");
        await PlaceAsync(walletId, 100m, Minute);
        Time.Advance(Minute - TimeSpan.FromTicks(1));
        await RefusedAsync<InsufficientFundsException>(new Withdraw(walletId, 0.01m));
        await RefusedAsync<InsufficientFundsException>(new Transfer(walletId, other.Id, 0.01m));
        await RefusedAsync<InsufficientFundsException>(new PlaceHold(walletId, 0.01m));

        Time.Advance(TimeSpan.FromTicks(1));
        await DoAsync(new Withdraw(walletId, 50m));
        await DoAsync(new Transfer(walletId, other.Id, 20m));
        await PlaceAsync(walletId, 30m);

        Assert.Equal(0m, (await RefusedAsync<InsufficientFundsException>(new Withdraw(walletId, 0.01m))).Available);
        await AssertBalanceAsync(walletId, 30m, 30m, 0m);
        await AuditHoldsAsync(walletId);
    }

    [Check]
    public async Task That_holds_have_expired_is_recorded_once_and_changes_nothing_for_anybody()
    {
        var walletId = await OpenWithAsync(100m);
        var first = await PlaceAsync(walletId, 40m, Minute);
        var later = await PlaceAsync(walletId, 10m, Minute * 2);
        await DoAsync(new CaptureHold(first.Id, 15m) { KeepOpen = true });
        Assert.Equal(5, (await DoPlainAsync(new ExpireHolds(walletId))).Wallet!.Version);
        Time.Advance(Minute);
        await AssertBalanceAsync(walletId, 85m, 10m, 75m);

        var recorded = (await DoPlainAsync(new ExpireHolds(walletId))).Wallet!;

        Assert.Equal((6, 10m, later.ExpiresAt, Time.GetUtcNow()), (recorded.Version, recorded.Held, recorded.Holds.NextExpiry, recorded.UpdatedAt));
        Assert.Equal(recorded, await FindAsync(walletId));
        Assert.Equal(first with { CapturedMinorUnits = 1_500, Status = HoldStatus.Expired, UpdatedAt = Time.GetUtcNow() }, await FindHoldAsync(first.Id));
        await AssertBalanceAsync(walletId, 85m, 10m, 75m);
        Assert.Equal(recorded, (await DoPlainAsync(new ExpireHolds(walletId))).Wallet);
        Assert.Empty(await Store.ListExpiringWalletsAsync(10, Token));
        Assert.Equal(2, (await AuditHoldsAsync(walletId)).History.Count);
    }

    [Check]
    public async Task More_holds_than_are_recorded_at_once_expire_all_the_same()
    {
        const int Count = ExpireHolds.MaxHolds + 50;
        var walletId = await OpenWithAsync(Count);

        // The latest first, so that the order of their numbers is not the one in which they expire.
        Assert.Null((await CommitAsync([.. Enumerable.Range(0, Count).Select(i => new PlaceHold(walletId, 1m) { ExpiresIn = Minute - TimeSpan.FromMilliseconds(i) })])).Refusal);
        Time.Advance(Minute);
        await AssertBalanceAsync(walletId, Count, 0m, Count);

        var wallet = (await DoPlainAsync(new ExpireHolds(walletId))).Wallet!;
        Assert.Equal((50m, new HoldId(walletId, 50)), (wallet.Held, (await HoldsAsync(walletId)).First(hold => hold.ExpiresAt == wallet.Holds.NextExpiry).Id));
        Assert.Equal([walletId], await Store.ListExpiringWalletsAsync(10, Token));
        await AssertBalanceAsync(walletId, Count, 0m, Count);

        wallet = (await DoPlainAsync(new ExpireHolds(walletId))).Wallet!;
        Assert.Equal((0m, null), (wallet.Held, wallet.Holds.NextExpiry));
        Assert.Empty(await Store.ListExpiringWalletsAsync(10, Token));
        await AuditHoldsAsync(walletId);
    }

    [Check]
    public async Task All_the_money_of_many_expired_holds_is_spent_by_one_command()
    {
        const int Count = ExpireHolds.MaxHolds + 50;
        var walletId = await OpenWithAsync(Count);
        Assert.Null((await CommitAsync([.. Enumerable.Range(0, Count).Select(_ => new PlaceHold(walletId, 1m) { ExpiresIn = Minute })])).Refusal);
        Time.Advance(Minute);

        await DoPlainAsync(new Withdraw(walletId, Count));
        await DoPlainAsync(new CloseWallet(walletId));

        Assert.All(await HoldsAsync(walletId), hold => Assert.Equal((HoldStatus.Expired, Time.GetUtcNow()), (hold.Status, hold.UpdatedAt)));
        await AuditHoldsAsync(walletId);
    }

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

        Assert.Equal((opened, opened + Minute), (hold.CreatedAt, hold.ExpiresAt));
        Time.AdjustTime(opened + Minute - TimeSpan.FromTicks(1));
        Assert.Equal(40m, (await BalanceAsync(walletId)).Held);
    }

    [Check]
    public async Task The_next_expiry_is_that_of_the_open_hold_which_expires_first_after_every_step()
    {
        var walletId = await OpenWithAsync(100m);
        async Task NextIsAsync(Hold? expected) => Assert.Equal(expected?.ExpiresAt, (await AuditHoldsAsync(walletId)).Wallet.Holds.NextExpiry);

        await PlaceAsync(walletId, 1m);
        await NextIsAsync(null);
        var third = await PlaceAsync(walletId, 3m, Minute * 3);
        await NextIsAsync(third);
        var first = await PlaceAsync(walletId, 3m, Minute);
        var alsoFirst = await PlaceAsync(walletId, 3m, Minute);
        var second = await PlaceAsync(walletId, 3m, Minute * 2);
        await NextIsAsync(first);
        await DoPlainAsync(new CaptureHold(first.Id, 1m) { KeepOpen = true });
        await NextIsAsync(first);
        await DoPlainAsync(new CaptureHold(first.Id));
        await NextIsAsync(alsoFirst);
        await DoPlainAsync(new VoidHold(third.Id));
        await NextIsAsync(alsoFirst);
        Time.Advance(Minute);
        await DoPlainAsync(new ExpireHolds(walletId));
        await NextIsAsync(second);
        await DoPlainAsync(new VoidHold(second.Id));
        await NextIsAsync(null);
        await DoPlainAsync(new VoidHold(new HoldId(walletId, 1)));
        await NextIsAsync(null);
    }

    [Check]
    [Case(10, "c a b")]
    [Case(2, "c a")]
    [Case(1, "c")]
    public async Task Wallets_with_expired_holds_are_listed_by_what_expired_first(int limit, string expected)
    {
        var names = new Dictionary<WalletId, string>();
        foreach (var (owner, minutes) in ((string, int)[])[("a", 2), ("b", 3), ("c", 1), ("later", 4)])
        {
            var walletId = await OpenWithAsync(10m, owner);
            names[walletId] = owner;
            await PlaceAsync(walletId, 1m, Minute * minutes);
            await PlaceAsync(walletId, 1m, Minute * 5);
        }

        await PlaceAsync(await OpenWithAsync(10m, "never"), 1m);
        Time.Advance(Minute * 3);

        Assert.Equal(expected, string.Join(' ', (await Store.ListExpiringWalletsAsync(limit, Token)).Select(walletId => names[walletId])));
    }

    [Check]
    public async Task A_time_shorter_than_can_be_kept_is_refused_and_the_shortest_that_can_is_kept()
    {
        var walletId = await OpenWithAsync(100m);
        var hold = await PlaceAsync(walletId, 60m, TimeSpan.FromTicks(10));
        Assert.Equal(Time.GetUtcNow().AddTicks(10), hold.ExpiresAt);
        Assert.Equal(40m, (await BalanceAsync(walletId)).Available);

        Assert.Equal("expiresIn", (await RefusedAsync<InvalidInputException>(new PlaceHold(walletId, 1m) { ExpiresIn = TimeSpan.FromTicks(9) })).Field);

        Time.Advance(TimeSpan.FromTicks(10));
        Assert.Equal(100m, (await BalanceAsync(walletId)).Available);
    }
}
