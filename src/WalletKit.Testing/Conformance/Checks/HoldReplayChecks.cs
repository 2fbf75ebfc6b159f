using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class HoldReplayChecks : StoreChecks
{
    [Check]
    [Cases(nameof(Endings))]
    public async Task A_hold_placed_again_under_its_key_is_the_first_one_as_it_was_placed_whatever_became_of_it(string ending)
    {
        var walletId = await OpenWithAsync(100m);
        var place = new PlaceHold(walletId, 40m) { IdempotencyKey = "place", Reference = "r", ExpiresIn = Minute, ExpectedVersion = 2 };
        var first = await DoAsync(place);
        Time.Advance(TimeSpan.FromSeconds(1));
        await EndAsync(first.Hold!.Id, ending);
        var before = await SnapshotAsync();

        await RestartIfDurableAsync();
        var again = await DoPlainAsync(place);

        Assert.Equal((true, first.Hold, 3L), (again.Replayed, again.Hold, again.HoldVersion));
        Assert.Equal(before, await SnapshotAsync());
        await RefusedAsync<IdempotencyConflictException>(place with { ExpiresIn = null });
        await RefusedAsync<IdempotencyConflictException>(new PlaceHold(walletId, 41m) { IdempotencyKey = "place", Reference = "r", ExpiresIn = Minute });
        await RefusedAsync<IdempotencyConflictException>(new Withdraw(walletId, 40m) { IdempotencyKey = "place", Reference = "r" });
    }

    [Check]
    [Cases(nameof(Endings))]
    public async Task A_repeated_capture_returns_the_hold_right_after_the_first_capture(string ending)
    {
        var walletId = await OpenWithAsync(100m);
        var hold = (await DoAsync(new PlaceHold(walletId, 40m) { Reference = "r", ExpiresIn = Minute })).Hold!;
        Time.Advance(TimeSpan.FromSeconds(1));
        var capture = new CaptureHold(hold.Id, 15m) { KeepOpen = true, IdempotencyKey = "part" };
        var first = await DoAsync(capture);
        var batch = new CommandBatch([capture with { Amount = 3m, IdempotencyKey = null }, new Deposit(walletId, 1m)]) { IdempotencyKey = "batch" };
        var second = await Store.CommitAsync(batch, Token);
        Time.Advance(TimeSpan.FromSeconds(1));
        await EndAsync(hold.Id, ending);
        var before = await SnapshotAsync();

        await RestartIfDurableAsync();
        var again = await DoPlainAsync(capture);

        Assert.Equal(hold with { CapturedMinorUnits = 15 * 100, UpdatedAt = first.Transaction!.CreatedAt }, first.Hold);
        Assert.Equal((true, first.Transaction, first.Hold, 4L), (again.Replayed, again.Transaction, again.Hold, again.HoldVersion));
        AssertReplayed(second, await Store.CommitAsync(batch, Token));
        Assert.Equal((18m, 22m), (second.First.Hold!.Captured, second.First.Hold.Remaining));
        Assert.Equal(before, await SnapshotAsync());
    }

    [Check]
    [Case(null)]
    [Case(40)]
    [Case(15)]
    public async Task A_repeated_capture_that_ended_its_hold_returns_the_ended_hold(int? amount)
    {
        var walletId = await OpenWithAsync(100m);
        var hold = await PlaceAsync(walletId, 40m);
        var capture = new CaptureHold(hold.Id, amount) { IdempotencyKey = "all" };
        Time.Advance(Minute);
        var first = await DoAsync(capture);
        Time.Advance(Minute);
        await DoAsync(new Withdraw(walletId, 1m));

        await RestartIfDurableAsync();
        var again = await DoPlainAsync(capture);

        var ended = hold with { CapturedMinorUnits = (amount ?? 40) * 100, Status = HoldStatus.Captured, UpdatedAt = first.Transaction!.CreatedAt };
        Assert.Equal((ended, 4L), (first.Hold, first.HoldVersion));
        Assert.Equal((true, ended, 4L), (again.Replayed, again.Hold, again.HoldVersion));
        Assert.Equal(ended, await FindHoldAsync(hold.Id));
    }

    [Check]
    public async Task A_capture_again_under_its_key_takes_nothing_more()
    {
        var walletId = await OpenWithAsync(100m);
        var hold = await PlaceAsync(walletId, 40m);
        var capture = new CaptureHold(hold.Id, 15m) { KeepOpen = true, IdempotencyKey = "part" };
        var rest = new CaptureHold(hold.Id) { IdempotencyKey = "rest" };
        var first = await DoAsync(capture);
        Assert.Equal(first.Transaction, (await DoAsync(capture)).Transaction);
        var last = await DoAsync(rest);
        await DoAsync(new FreezeWallet(walletId));

        await RestartIfDurableAsync();

        Assert.Equal((true, first.Transaction), ((await DoAsync(capture)).Replayed, (await DoPlainAsync(capture)).Transaction));
        Assert.Equal((true, last.Transaction), ((await DoAsync(rest)).Replayed, (await DoPlainAsync(rest)).Transaction));
        Assert.Equal((15L * 100, 25L * 100), (-first.Transaction!.AmountMinorUnits, first.Transaction.Links.HoldRemainingMinorUnits));
        await RefusedAsync<IdempotencyConflictException>(capture with { KeepOpen = false });
        await RefusedAsync<IdempotencyConflictException>(capture with { Amount = 16m });
        await RefusedAsync<IdempotencyConflictException>(rest with { Amount = 25m });
        await RefusedAsync<IdempotencyConflictException>(new VoidHold(hold.Id) { IdempotencyKey = "rest" });
        Assert.Equal(60m, (await AuditHoldsAsync(walletId)).Wallet.Balance);
    }

    [Check]
    public async Task A_void_again_under_its_key_is_answered_as_the_first_was()
    {
        var walletId = await OpenWithAsync(100m);
        var hold = await PlaceAsync(walletId, 40m);
        await DoAsync(new CaptureHold(hold.Id, 15m) { KeepOpen = true });
        Time.Advance(Minute);
        var release = new VoidHold(hold.Id) { IdempotencyKey = "void" };
        var first = await DoAsync(release);
        await DoAsync(new Withdraw(walletId, 85m));
        await DoAsync(new CloseWallet(walletId));

        await RestartIfDurableAsync();

        var again = await DoPlainAsync(release);
        Assert.Equal((true, first.Hold, 5L), (again.Replayed, again.Hold, again.HoldVersion));
        Assert.Equal((HoldStatus.Voided, 15m), (again.Hold!.Status, again.Hold.Captured));
        await RefusedAsync<IdempotencyConflictException>(new VoidHold(new HoldId(walletId, 2)) { IdempotencyKey = "void" });
    }

    [Check]
    public async Task A_change_of_state_again_under_its_key_is_answered_as_the_first_was()
    {
        var wallet = await OpenAsync();
        StateCommand[] commands =
        [
            new FreezeWallet(wallet.Id) { IdempotencyKey = "freeze", Reason = "r" },
            new UnfreezeWallet(wallet.Id) { IdempotencyKey = "unfreeze" },
            new SetCreditLimit(wallet.Id, 5m) { IdempotencyKey = "limit", Reason = "r" },
            new SetCreditLimit(wallet.Id, 0m) { IdempotencyKey = "no limit" },
            new CloseWallet(wallet.Id) { IdempotencyKey = "close" },
        ];
        List<WalletEvent> first = [];
        foreach (var command in commands)
        {
            first.Add((await DoAsync(command)).Event!);
            Time.Advance(Minute);
        }

        await RestartIfDurableAsync();

        foreach (var (command, happened) in commands.Zip(first))
        {
            var again = await DoPlainAsync(command);
            Assert.Equal((true, happened), (again.Replayed, again.Event));
        }

        await RefusedAsync<IdempotencyConflictException>(new SetCreditLimit(wallet.Id, 6m) { IdempotencyKey = "limit", Reason = "r" });
        await RefusedAsync<IdempotencyConflictException>(new UnfreezeWallet(wallet.Id) { IdempotencyKey = "freeze", Reason = "r" });
        Assert.Equal(first, await EventsAsync(wallet.Id));
    }

    [Check]
    public async Task A_refused_hold_or_change_of_state_does_not_use_up_its_key()
    {
        var wallet = await OpenAsync();
        var place = new PlaceHold(wallet.Id, 1m) { IdempotencyKey = "place" };
        var unfreeze = new UnfreezeWallet(wallet.Id) { IdempotencyKey = "unfreeze" };
        var capture = new CaptureHold(new HoldId(wallet.Id, 1)) { IdempotencyKey = "capture" };
        await RefusedAsync<InsufficientFundsException>(place);
        await RefusedAsync<WalletNotFrozenException>(unfreeze);
        await RefusedAsync<HoldNotFoundException>(capture);
        await DoAsync(new Deposit(wallet.Id, 1m));

        Assert.False((await DoAsync(place)).Replayed);
        Assert.False((await DoAsync(capture)).Replayed);
        await DoAsync(new FreezeWallet(wallet.Id));
        Assert.False((await DoAsync(unfreeze)).Replayed);
    }
}
