using WalletKit.Rules;
using WalletKit.Testing.Histories;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class HoldExpiryChecks : StoreChecks
{
    [Check]
    public async Task An_expired_hold_holds_nothing_before_its_expiry_is_recorded()
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
        Assert.Equal(3, (await FindAsync(walletId)).Version);
        await AuditHoldsAsync(walletId);
    }

    [Check]
    public async Task An_expired_hold_holds_nothing_in_any_way_to_read_a_wallet()
    {
        var walletId = await OpenWithAsync(100m);
        await PlaceAsync(walletId, 40m, Minute);
        var second = await PlaceAsync(walletId, 10m, Minute * 2);
        await PlaceAsync(walletId, 5m);
        Time.Advance(Minute);

        Wallet?[] reads =
        [
            await Store.FindWalletAsync(walletId, Token),
            await Store.FindWalletByNameAsync("owner", Wallet.DefaultName, Token),
            .. await Store.ListWalletsAsync("owner", null, 10, Token),
            .. await Store.ListAllWalletsAsync(null, 10, Token),
            .. await Store.ReadLatestAsync([walletId], Token),
            (await DoPlainAsync(new OpenWallet(NewId(), "owner", Usd))).Wallet,
        ];

        Assert.Equal(6, reads.Length);
        Assert.All(reads, wallet => Assert.Equal((5L, 15m, 85m, second.ExpiresAt), (wallet!.Version, wallet.Held, wallet.Available, wallet.Holds.NextExpiry)));
    }

    [Check]
    public async Task A_command_returns_the_wallet_that_a_reader_sees()
    {
        var walletId = await OpenWithAsync(100m);
        await PlaceAsync(walletId, 40m, Minute);
        await PlaceAsync(walletId, 10m, Minute * 2);
        Time.Advance(Minute);

        foreach (var command in (WalletCommand[])[new Deposit(walletId, 1m), new FreezeWallet(walletId), new UnfreezeWallet(walletId), new SetCreditLimit(walletId, 1m), new Withdraw(walletId, 1m)])
        {
            var after = (await DoPlainAsync(command)).Wallet!;
            Assert.Equal((10m, after), (after.Held, await FindAsync(walletId)));
        }
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
    public async Task The_expiry_of_holds_is_recorded_once_and_changes_no_answer()
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

        // The hold that expires last is placed first, so that the order of numbers is not the order of expiry.
        Assert.Null((await CommitAsync([.. Enumerable.Range(0, Count).Select(i => new PlaceHold(walletId, 1m) { ExpiresIn = Minute - TimeSpan.FromMilliseconds(i) })])).Refusal);
        Time.Advance(Minute);
        await AssertBalanceAsync(walletId, Count, 0m, Count);

        var wallet = (await DoPlainAsync(new ExpireHolds(walletId))).Wallet!;
        Assert.Equal((0m, null, 50L), (wallet.Held, wallet.Holds.NextExpiry, wallet.Holds.OpenCount));
        Assert.All(await HoldsAsync(walletId), hold => Assert.Equal(HoldStatus.Expired, hold.Status));
        Assert.Equal([walletId], await Store.ListExpiringWalletsAsync(10, Token));
        await AssertBalanceAsync(walletId, Count, 0m, Count);

        wallet = (await DoPlainAsync(new ExpireHolds(walletId))).Wallet!;
        Assert.Equal((0m, null, 0L, null), (wallet.Held, wallet.Holds.NextExpiry, wallet.Holds.OpenCount, wallet.Holds.EndedThrough));
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
    public async Task A_wallet_has_as_many_open_holds_as_its_limit_and_the_next_is_refused_by_name()
    {
        var walletId = await OpenWithAsync(100m);
        async Task<TooManyOpenHoldsException> RefusedOneMoreAsync(int most) => await RefusedAsync<TooManyOpenHoldsException>(new PlaceHold(walletId, 1m) { MaxOpenHolds = most });
        for (var i = 0; i < 3; i++)
        {
            await DoAsync(new PlaceHold(walletId, 1m) { ExpiresIn = Minute * (i + 1), MaxOpenHolds = 3 });
        }

        var refusal = await RefusedOneMoreAsync(3);
        Assert.Equal(("too_many_open_holds", walletId, 3L, 3), (refusal.Code, refusal.WalletId, refusal.OpenHolds, refusal.MaxOpenHolds));
        Assert.Null((await CommitAsync(new VoidHold(new HoldId(walletId, 2)), new PlaceHold(walletId, 1m) { MaxOpenHolds = 3 })).Refusal);
        await RefusedOneMoreAsync(3);

        // A hold that has expired counts until its expiry is recorded.
        Time.Advance(Minute);
        await DoAsync(new Withdraw(walletId, 98m));
        await RefusedOneMoreAsync(3);
        await DoPlainAsync(new ExpireHolds(walletId));
        await RefusedOneMoreAsync(2);
        await RefusedAsync<InsufficientFundsException>(new PlaceHold(walletId, 1m) { MaxOpenHolds = 3 });
        Assert.Equal(2, (await AuditHoldsAsync(walletId)).Wallet.Holds.OpenCount);
    }

    [Check]
    public async Task A_wallet_is_overdrawn_no_more_once_the_holds_have_expired_that_overdrew_it()
    {
        var walletId = await OpenWithAsync(100m);
        await DoAsync(new Deposit(walletId, 50m));
        await PlaceAsync(walletId, 70m, Minute);
        await DoAsync(new Reverse(new TransactionId(walletId, 2)) { AllowOverdraft = true });
        Assert.True((await FindAsync(walletId)) is { IsOverdrawn: true, Available: -20m });

        Time.Advance(Minute);

        Assert.True((await FindAsync(walletId)) is { IsOverdrawn: false, Available: 50m });
        Assert.True((await DoPlainAsync(new Deposit(walletId, 1m))).Wallet is { IsOverdrawn: false, Available: 51m });
        Assert.True((await DoPlainAsync(new Withdraw(walletId, 1m))).Wallet is { IsOverdrawn: false, Available: 50m });
        await AuditHoldsAsync(walletId);
    }

    [Check]
    public async Task Nothing_is_available_in_a_closed_wallet_whatever_its_credit_limit()
    {
        var wallet = await OpenAsync();
        await DoAsync(new SetCreditLimit(wallet.Id, 50m));
        await PlaceAsync(wallet.Id, 50m, Minute);
        Time.Advance(Minute);

        var closed = (await DoPlainAsync(new CloseWallet(wallet.Id))).Wallet!;

        Assert.Equal((50m, 0m, 0m), (closed.CreditLimit, closed.Available, closed.Held));
        Assert.Equal(closed, await FindAsync(wallet.Id));
        Assert.Empty(await Store.ListExpiringWalletsAsync(10, Token));
        await AuditHoldsAsync(wallet.Id);
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
        Assert.Equal(40m, (await FindAsync(walletId)).Available);

        Assert.Equal("expiresIn", (await RefusedAsync<InvalidInputException>(new PlaceHold(walletId, 1m) { ExpiresIn = TimeSpan.FromTicks(9) })).Field);

        Time.Advance(TimeSpan.FromTicks(10));
        Assert.Equal(100m, (await FindAsync(walletId)).Available);
    }
}
