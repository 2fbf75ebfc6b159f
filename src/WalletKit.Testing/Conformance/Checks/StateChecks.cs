using WalletKit.Rules;
using WalletKit.Testing.Histories;
using WalletKit.Testing.Model.Bookkeeping;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class StateChecks : StoreChecks
{
    /// <summary>Every command on a wallet with a balance of 100, of which 10 are held, and another wallet with a balance of 100.</summary>
    private static readonly Dictionary<string, Func<HoldId, WalletId, WalletCommand>> s_commands = new()
    {
        ["deposit"] = (hold, _) => new Deposit(hold.WalletId, 1m),
        ["receive"] = (hold, other) => new Transfer(other, hold.WalletId, 1m),
        ["withdraw"] = (hold, _) => new Withdraw(hold.WalletId, 1m),
        ["send"] = (hold, other) => new Transfer(hold.WalletId, other, 1m),
        ["hold"] = (hold, _) => new PlaceHold(hold.WalletId, 1m),
        ["capture"] = (hold, _) => new CaptureHold(hold),
        ["void"] = (hold, _) => new VoidHold(hold),
        ["reverse"] = (hold, _) => new Reverse(new TransactionId(hold.WalletId, 2)),
        ["limit"] = (hold, _) => new SetCreditLimit(hold.WalletId, 1m),
        ["freeze"] = (hold, _) => new FreezeWallet(hold.WalletId),
        ["unfreeze"] = (hold, _) => new UnfreezeWallet(hold.WalletId),
        ["close"] = (hold, _) => new CloseWallet(hold.WalletId),
    };

    public static IEnumerable<string> OnClosed => s_commands.Keys;

    [Check]
    [Case("deposit", null)]
    [Case("receive", null)]
    [Case("void", null)]
    [Case("limit", null)]
    [Case("unfreeze", null)]
    [Case("withdraw", "wallet_frozen")]
    [Case("send", "wallet_frozen")]
    [Case("hold", "wallet_frozen")]
    [Case("capture", "wallet_frozen")]
    [Case("freeze", "wallet_already_frozen")]
    [Case("close", "wallet_not_empty")]
    public async Task A_frozen_wallet_takes_credits_and_gives_nothing(string command, string? refusal)
    {
        var walletId = await OpenWithAsync(100m);
        var other = await OpenWithAsync(100m, "other");
        var hold = await PlaceAsync(walletId, 10m);
        await DoAsync(new FreezeWallet(walletId));
        var before = await SnapshotAsync();

        var result = await CommitAsync(s_commands[command](hold.Id, other));

        Assert.Equal(refusal, result.Refusal?.Code);
        Assert.Equal(refusal is not null, before.SequenceEqual(await SnapshotAsync()));
        await AuditHoldsAsync(walletId);
    }

    [Check]
    [Cases(nameof(OnClosed))]
    public async Task A_closed_wallet_takes_nothing_and_gives_nothing(string command)
    {
        var walletId = await OpenWithAsync(100m);
        var other = await OpenWithAsync(100m, "other");
        var hold = await PlaceAsync(walletId, 10m);
        await DoAsync(new CaptureHold(hold.Id));
        await DoAsync(new Withdraw(walletId, 90m));
        await DoAsync(new CloseWallet(walletId));
        var before = await SnapshotAsync();

        var result = await CommitAsync(s_commands[command](hold.Id, other));

        Assert.Equal(walletId, Assert.IsType<WalletClosedException>(result.Refusal).WalletId);
        Assert.Equal(before, await SnapshotAsync());
        Assert.True((await DoAsync(new OpenWallet(NewId(), "owner", Usd))).Wallet!.Status == WalletStatus.Closed, "the closed wallet stands under its name");
        await AuditHoldsAsync(walletId);
    }

    [Check]
    public async Task A_hold_on_a_frozen_wallet_expires_all_the_same()
    {
        var walletId = await OpenWithAsync(100m);
        var hold = await PlaceAsync(walletId, 10m, Minute);
        await DoAsync(new FreezeWallet(walletId));
        Time.Advance(Minute);

        await AssertBalanceAsync(walletId, 100m, 0m, 100m);
        Assert.Equal((0m, WalletStatus.Frozen), ((await DoAsync(new ExpireHolds(walletId))).Wallet!.Held, (await FindAsync(walletId)).Status));
        Assert.Equal(HoldStatus.Expired, (await FindHoldAsync(hold.Id)).Status);
        await AuditHoldsAsync(walletId);
    }

    [Check]
    public async Task A_wallet_that_was_unfrozen_gives_again()
    {
        var walletId = await OpenWithAsync(100m);
        var hold = await PlaceAsync(walletId, 10m);
        await RefusedAsync<WalletNotFrozenException>(new UnfreezeWallet(walletId));
        await DoAsync(new FreezeWallet(walletId));
        await RefusedAsync<WalletFrozenException>(new Withdraw(walletId, 1m));
        await RefusedAsync<WalletAlreadyFrozenException>(new FreezeWallet(walletId));

        await DoAsync(new UnfreezeWallet(walletId));

        await DoAsync(new CaptureHold(hold.Id));
        await DoAsync(new Withdraw(walletId, 90m));
        await RefusedAsync<WalletNotFrozenException>(new UnfreezeWallet(walletId));
        Assert.Equal(WalletStatus.Active, (await AuditHoldsAsync(walletId)).Wallet.Status);
    }

    [Check]
    public async Task Each_change_of_state_is_an_event_with_its_version_its_reason_and_its_limit()
    {
        var wallet = await OpenAsync();
        Assert.Empty(await EventsAsync(wallet.Id));
        Time.Advance(TimeSpan.FromSeconds(1));
        var frozen = (await DoAsync(new FreezeWallet(wallet.Id) { Reason = "card was stolen ü😀" })).Event!;
        await DoAsync(new Deposit(wallet.Id, 1m));
        Time.Advance(TimeSpan.FromSeconds(1));
        var unfrozen = (await DoPlainAsync(new UnfreezeWallet(wallet.Id))).Event!;
        var limited = (await DoAsync(new SetCreditLimit(wallet.Id, 12.5m) { Reason = new string('r', 500) })).Event!;
        var unlimited = (await DoPlainAsync(new SetCreditLimit(wallet.Id, 0m))).Event!;
        await DoAsync(new Withdraw(wallet.Id, 1m));
        var closed = (await DoAsync(new CloseWallet(wallet.Id) { Reason = "r" })).Event!;

        Assert.Equal([frozen, unfrozen, limited, unlimited, closed], await EventsAsync(wallet.Id));
        Assert.Equal(
            [
                (2, WalletEventType.Frozen, "card was stolen ü😀", null, wallet.CreatedAt.AddSeconds(1)),
                (4, WalletEventType.Unfrozen, null, null, wallet.CreatedAt.AddSeconds(2)),
                (5, WalletEventType.CreditLimitSet, new string('r', 500), 12.5m, wallet.CreatedAt.AddSeconds(2)),
                (6, WalletEventType.CreditLimitSet, null, 0m, wallet.CreatedAt.AddSeconds(2)),
                (8, WalletEventType.Closed, "r", null, wallet.CreatedAt.AddSeconds(2)),
            ],
            (await EventsAsync(wallet.Id)).Select(happened => (happened.Version, happened.Type, happened.Reason, happened.CreditLimit, happened.CreatedAt)));
        Assert.All(await EventsAsync(wallet.Id), happened => Assert.Equal((wallet.Id, Usd), (happened.WalletId, happened.Currency)));
        Assert.Equal((8, WalletStatus.Closed), ((await FindAsync(wallet.Id)).Version, (await FindAsync(wallet.Id)).Status));
        await AuditHoldsAsync(wallet.Id);
    }

    [Check]
    [Case(0L, 10, "2 3 5 6")]
    [Case(0L, 3, "2 3 5")]
    [Case(3L, 1, "5")]
    [Case(4L, 10, "5 6")]
    [Case(6L, 10, "")]
    [Case(long.MinValue, int.MaxValue, "2 3 5 6")]
    [Case(long.MaxValue, 10, "")]
    public async Task Events_are_read_the_oldest_first_after_a_version_up_to_a_limit(long after, int limit, string expected)
    {
        var wallet = await OpenAsync();
        await CommitAsync(new FreezeWallet(wallet.Id), new UnfreezeWallet(wallet.Id), new Deposit(wallet.Id, 1m), new FreezeWallet(wallet.Id), new UnfreezeWallet(wallet.Id));
        await DoAsync(new FreezeWallet((await OpenAsync("other")).Id));

        Assert.Equal(expected, string.Join(' ', (await EventsAsync(wallet.Id, after, limit)).Select(happened => happened.Version)));
        Assert.Empty(await EventsAsync(NewId(), after, limit));
    }

    [Check]
    public async Task A_wallet_is_closed_only_with_a_balance_of_0_and_no_open_hold()
    {
        var walletId = await OpenWithAsync(100m);
        await DoAsync(new SetCreditLimit(walletId, 10m));
        Assert.Equal((100m, 0m), Amounts(await RefusedAsync<WalletNotEmptyException>(new CloseWallet(walletId))));
        var hold = await PlaceAsync(walletId, 10m);
        await DoAsync(new Withdraw(walletId, 100m));
        Assert.Equal((0m, 10m), Amounts(await RefusedAsync<WalletNotEmptyException>(new CloseWallet(walletId))));
        await DoAsync(new CaptureHold(hold.Id));
        Assert.Equal((-10m, 0m), Amounts(await RefusedAsync<WalletNotEmptyException>(new CloseWallet(walletId))));
        await DoAsync(new Deposit(walletId, 10m));

        await DoAsync(new CloseWallet(walletId));

        await AssertBalanceAsync(walletId, 0m, 0m, 0m);
        await AuditHoldsAsync(walletId);

        static (decimal Balance, decimal Held) Amounts(WalletNotEmptyException refusal) => (refusal.Balance, refusal.Held);
    }

    [Check]
    public async Task Closing_records_what_has_expired()
    {
        var walletId = await OpenWithAsync(100m);
        var first = await PlaceAsync(walletId, 40m, Minute);
        var second = await PlaceAsync(walletId, 40m, Minute * 2);
        Time.Advance(Minute);
        await DoAsync(new Withdraw(walletId, 60m));
        await DoAsync(new CaptureHold(second.Id, 40m));

        var closed = (await DoAsync(new CloseWallet(walletId))).Wallet!;

        Assert.Equal((0m, null, 2L), (closed.Held, closed.Holds.NextExpiry, closed.Holds.LastNumber));
        Assert.Equal(first with { Status = HoldStatus.Expired, UpdatedAt = Time.GetUtcNow() }, await FindHoldAsync(first.Id));
        Assert.Empty(await Store.ListExpiringWalletsAsync(10, Token));
        Assert.Equal(closed, (await DoAsync(new ExpireHolds(walletId))).Wallet);
        await AuditHoldsAsync(walletId);
    }

    [Check]
    public async Task A_wallet_that_was_overdrawn_is_no_longer_when_it_is_closed()
    {
        var walletId = await OpenWithAsync(100m);
        await PlaceAsync(walletId, 40m, Minute);
        Assert.True((await DoAsync(new Reverse(new TransactionId(walletId, 2)) { AllowOverdraft = true })).Wallet!.IsOverdrawn);
        Time.Advance(Minute);

        Assert.False((await DoAsync(new CloseWallet(walletId))).Wallet!.IsOverdrawn);
        Assert.False((await FindAsync(walletId)).IsOverdrawn);
    }

    [Check]
    public async Task A_credit_limit_is_spent_to_its_end_and_no_further()
    {
        var wallet = await OpenAsync();
        await DoAsync(new SetCreditLimit(wallet.Id, 10m));
        await AssertBalanceAsync(wallet.Id, 0m, 0m, 10m);
        Assert.Equal(10m, (await RefusedAsync<InsufficientFundsException>(new Withdraw(wallet.Id, 10.01m))).Available);

        await DoAsync(new Withdraw(wallet.Id, 6m));
        var hold = await PlaceAsync(wallet.Id, 4m);

        await AssertBalanceAsync(wallet.Id, -6m, 4m, 0m);
        Assert.Equal(10m, (await FindAsync(wallet.Id)).CreditLimit);
        Assert.Equal(0m, (await RefusedAsync<InsufficientFundsException>(new Withdraw(wallet.Id, 0.01m))).Available);
        await DoAsync(new CaptureHold(hold.Id));
        Assert.Equal(-10m, (await AuditHoldsAsync(wallet.Id)).Wallet.Balance);
    }

    [Check]
    public async Task A_credit_limit_is_not_set_below_what_is_used_of_it()
    {
        var wallet = await OpenAsync();
        await DoAsync(new SetCreditLimit(wallet.Id, 10m));
        await DoAsync(new Withdraw(wallet.Id, 3m));
        await PlaceAsync(wallet.Id, 2m);
        await PlaceAsync(wallet.Id, 4m, Minute);

        var refusal = await RefusedAsync<CreditLimitInUseException>(new SetCreditLimit(wallet.Id, 8.99m));
        Assert.Equal((wallet.Id, 9m, 8.99m), (refusal.WalletId, refusal.Used, refusal.Requested));
        await DoAsync(new SetCreditLimit(wallet.Id, 9m));

        // An expired hold uses no part of the limit, recorded or not.
        Time.Advance(Minute);
        await RefusedAsync<CreditLimitInUseException>(new SetCreditLimit(wallet.Id, 4.99m));
        await DoAsync(new SetCreditLimit(wallet.Id, 5m));
        await AssertBalanceAsync(wallet.Id, -3m, 2m, 0m);
        await RefusedAsync<InvalidAmountException>(new SetCreditLimit(wallet.Id, -1m));
        await RefusedAsync<InvalidAmountException>(new SetCreditLimit(wallet.Id, 5.001m));
        await AuditHoldsAsync(wallet.Id);
    }

    [Check]
    public async Task No_debit_is_recorded_after_a_freeze_that_it_raced()
    {
        for (var round = 0; round < 5; round++)
        {
            var walletId = await OpenWithAsync(100m, $"owner {round}");
            var hold = await PlaceAsync(walletId, 50m);

            var results = await CommitAtOnceAsync(60, i => i == 30 ? new FreezeWallet(walletId)
                : (i % 3) switch { 0 => new Withdraw(walletId, 1m), 1 => new CaptureHold(hold.Id, 1m) { KeepOpen = true }, _ => new Deposit(walletId, 1m) });

            var frozen = results[30].Results[0].Event!.Version;
            Assert.All((await AuditHoldsAsync(walletId)).History, transaction => Assert.True(transaction.Amount > 0 || transaction.Version < frozen));
            Assert.All(results, result => Assert.True(result.Refusal is null or WalletFrozenException));
            Assert.Equal(20, results.Count(result => result.Refusal is null && result.Results[0].Transaction is { Amount: > 0 }));
        }
    }

    [Check]
    public async Task No_deposit_beside_a_closing_lands_on_a_closed_wallet()
    {
        for (var round = 0; round < 10; round++)
        {
            var wallet = await OpenAsync($"owner {round}");

            var results = await CommitAtOnceAsync(10, i => i == 5 ? new CloseWallet(wallet.Id) : new Deposit(wallet.Id, 1m));

            Assert.Equal(results[5].Refusal is null ? 0 : 9, results.Count(result => result.Refusal is null && result.Results[0].Transaction is not null));
            Assert.Equal(results[5].Refusal is null, (await AuditHoldsAsync(wallet.Id)).Wallet.Status == WalletStatus.Closed);
        }
    }
}
