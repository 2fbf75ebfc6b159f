using WalletKit.Rules;
using WalletKit.Testing.Histories;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class HoldChecks : StoreChecks
{
    [Check]
    public async Task A_hold_lowers_what_is_available_and_not_the_balance()
    {
        var walletId = await OpenWithAsync(100m);

        var placed = await DoAsync(new PlaceHold(walletId, 40m));

        Assert.Equal((100m, 40m, 60m), (placed.Wallet!.Balance, placed.Wallet.Held, placed.Wallet.Available));
        Assert.Empty(placed.Transactions);
        await AssertBalanceAsync(walletId, balance: 100m, held: 40m, available: 60m);
        Assert.Equal(3, (await FindAsync(walletId)).Version);
        Assert.Single((await AuditHoldsAsync(walletId)).History);
    }

    [Check]
    public async Task A_hold_is_kept_with_all_that_was_said_of_it()
    {
        var walletId = await OpenWithAsync(100m);
        var metadata = TransactionMetadata.From([KeyValuePair.Create("a", "ü😀")]);

        var first = (await DoAsync(new PlaceHold(walletId, 40m) { Reference = "order-7", Metadata = metadata, ExpiresIn = TimeSpan.FromDays(3) })).Hold!;
        var second = await PlaceAsync(walletId, 0.01m);

        Assert.Equal((new HoldId(walletId, 1), 40m, 0m, 40m, HoldStatus.Open), (first.Id, first.Amount, first.Captured, first.Remaining, first.Status));
        Assert.Equal(("order-7", metadata, Usd), (first.Reference, first.Metadata, first.Currency));
        Assert.Equal((Time.GetUtcNow(), Time.GetUtcNow(), Time.GetUtcNow().AddDays(3)), (first.CreatedAt, first.UpdatedAt, first.ExpiresAt));
        Assert.Equal((2, (DateTimeOffset?)null, (string?)null), (second.Id.Number, second.ExpiresAt, second.Reference));
        Assert.Equal([first, second], await OpenHoldsAsync(walletId));
        Assert.Equal(first, await FindHoldAsync(first.Id));
    }

    [Check]
    [Case(null, false, HoldStatus.Captured, 40, 0)]
    [Case(null, true, HoldStatus.Captured, 40, 0)]
    [Case(40, true, HoldStatus.Captured, 40, 0)]
    [Case(15, false, HoldStatus.Captured, 15, 0)]
    [Case(15, true, HoldStatus.Open, 15, 25)]
    public async Task A_capture_takes_money_out_and_releases_the_rest_unless_it_is_kept_open(int? amount, bool keepOpen, HoldStatus status, int captured, int held)
    {
        var walletId = await OpenWithAsync(100m);
        var hold = await PlaceAsync(walletId, 40m);
        Time.Advance(TimeSpan.FromSeconds(1));

        var result = await DoAsync(new CaptureHold(hold.Id, amount) { KeepOpen = keepOpen, Reference = "shipped" });

        var transaction = result.Transaction!;
        Assert.Equal((TransactionType.Capture, -(decimal)captured, 100m - captured, "shipped"), (transaction.Type, transaction.Amount, transaction.BalanceAfter, transaction.Reference));
        Assert.Equal((1L, held * 100L), (transaction.Links.Hold, transaction.Links.HoldRemainingMinorUnits));
        Assert.Equal(transaction, (await HistoryAsync(walletId))[^1]);
        Assert.Equal(hold with { CapturedMinorUnits = captured * 100, Status = status, UpdatedAt = Time.GetUtcNow() }, await FindHoldAsync(hold.Id));
        await AssertBalanceAsync(walletId, 100m - captured, held, 100m - captured - held);
        Assert.Equal(status == HoldStatus.Open ? 1 : 0, (await OpenHoldsAsync(walletId)).Count);
        await AuditHoldsAsync(walletId);
    }

    [Check]
    public async Task Several_captures_take_a_hold_bit_by_bit_until_nothing_is_left()
    {
        var walletId = await OpenWithAsync(50m);
        var hold = await PlaceAsync(walletId, 50m);
        for (var i = 1; i <= 4; i++)
        {
            await DoAsync(new CaptureHold(hold.Id, 10m) { KeepOpen = true });
            await AssertBalanceAsync(walletId, 50m - (10 * i), 50m - (10 * i), 0m);
        }

        await DoAsync(new CaptureHold(hold.Id) { KeepOpen = true });

        Assert.Equal((HoldStatus.Captured, 50m, 0m), await StandingAsync(hold.Id));
        Assert.Equal(5, (await AuditHoldsAsync(walletId)).History.Count(transaction => transaction.Links.Hold == 1));
    }

    [Check]
    public async Task A_capture_of_more_than_remains_is_refused_with_both_amounts()
    {
        var walletId = await OpenWithAsync(100m);
        var hold = await PlaceAsync(walletId, 40m);
        await DoAsync(new CaptureHold(hold.Id, 15m) { KeepOpen = true });

        var refusal = await RefusedAsync<HoldExceededException>(new CaptureHold(hold.Id, 25.01m));

        Assert.Equal((hold.Id, 25m, 25.01m), (refusal.HoldId, refusal.Remaining, refusal.Requested));
        await RefusedAsync<InvalidAmountException>(new CaptureHold(hold.Id, 0.001m));
        await RefusedAsync<CurrencyMismatchException>(new CaptureHold(hold.Id) { Currency = "EUR" });
        await RefusedAsync<ConcurrencyConflictException>(new CaptureHold(hold.Id) { ExpectedVersion = 3 });
        await DoAsync(new CaptureHold(hold.Id, 25m) { ExpectedVersion = 4, Currency = "USD" });
    }

    [Check]
    [Cases(nameof(Endings))]
    public async Task A_hold_that_has_ended_is_refused_by_how_it_ended(string ending)
    {
        var walletId = await OpenWithAsync(100m);
        var hold = await PlaceAsync(walletId, 40m, TimeSpan.FromMinutes(1));
        var status = await EndAsync(hold.Id, ending);

        foreach (KeyedCommand command in (KeyedCommand[])[new CaptureHold(hold.Id), new CaptureHold(hold.Id, 1m) { KeepOpen = true }, new VoidHold(hold.Id)])
        {
            var refusal = await RefusedAsync<HoldEndedException>(command);
            Assert.Equal((hold.Id, status), (refusal.HoldId, refusal.Status));
            Assert.Equal($"hold_{status}", refusal.Code, ignoreCase: true);
        }

        Assert.Equal((status, 0m), ((await FindHoldAsync(hold.Id)).Status, (await FindHoldAsync(hold.Id)).Remaining));
        Assert.Empty(await OpenHoldsAsync(walletId));
        Assert.Equal(0m, (await FindAsync(walletId)).Held);
        await AuditHoldsAsync(walletId);
    }

    [Check]
    public async Task A_void_releases_all_that_is_left()
    {
        var walletId = await OpenWithAsync(100m);
        var hold = await PlaceAsync(walletId, 40m);
        await DoAsync(new CaptureHold(hold.Id, 15m) { KeepOpen = true });
        Time.Advance(TimeSpan.FromSeconds(1));

        var voided = await DoAsync(new VoidHold(hold.Id));

        Assert.Equal((HoldStatus.Voided, 15m, 0m, Time.GetUtcNow()), (voided.Hold!.Status, voided.Hold.Captured, voided.Hold.Remaining, voided.Hold.UpdatedAt));
        Assert.Empty(voided.Transactions);
        Assert.Equal(voided.Hold, await FindHoldAsync(hold.Id));
        await AssertBalanceAsync(walletId, 85m, 0m, 85m);
        await AuditHoldsAsync(walletId);
    }

    [Check]
    public async Task Held_money_cannot_be_spent_or_held_again()
    {
        var walletId = await OpenWithAsync(100m);
        var other = await OpenAsync("other");
        await PlaceAsync(walletId, 99.99m);

        Assert.Equal(0.01m, (await RefusedAsync<InsufficientFundsException>(new Withdraw(walletId, 0.02m))).Available);
        Assert.Equal(0.01m, (await RefusedAsync<InsufficientFundsException>(new PlaceHold(walletId, 0.02m))).Available);
        Assert.Equal(0.01m, (await RefusedAsync<InsufficientFundsException>(new Transfer(walletId, other.Id, 0.02m))).Available);

        await PlaceAsync(walletId, 0.01m);
        await AssertBalanceAsync(walletId, 100m, 100m, 0m);
    }

    [Check]
    public async Task A_hold_that_there_is_not_is_refused_by_name()
    {
        var walletId = await OpenWithAsync(100m);
        var other = await OpenWithAsync(100m, "other");
        await PlaceAsync(other, 1m);

        foreach (var number in (long[])[0, 1, 2, -1, long.MinValue, long.MaxValue])
        {
            var holdId = new HoldId(walletId, number);
            Assert.Equal(holdId, (await RefusedAsync<HoldNotFoundException>(new CaptureHold(holdId))).HoldId);
            Assert.Equal(holdId, (await RefusedAsync<HoldNotFoundException>(new VoidHold(holdId))).HoldId);
            Assert.Null(await Store.FindHoldAsync(holdId, Token));
        }

        Assert.Null(await Store.FindHoldAsync(new HoldId(NewId(), 1), Token));
        Assert.Empty(await OpenHoldsAsync(NewId()));
        await RefusedAsync<WalletNotFoundException>(new CaptureHold(new HoldId(NewId(), 1)));
        await RefusedAsync<WalletNotFoundException>(new VoidHold(new HoldId(NewId(), 1)));
        await RefusedAsync<WalletNotFoundException>(new PlaceHold(NewId(), 1m));
        await RefusedAsync<WalletNotFoundException>(new ExpireHolds(NewId()));
    }

    [Check]
    [Case(0L, 100, "1 3 4 6")]
    [Case(0L, 2, "1 3")]
    [Case(3L, 2, "4 6")]
    [Case(4L, 1, "6")]
    [Case(6L, 1, "")]
    [Case(-1L, 1, "1")]
    [Case(long.MinValue, int.MaxValue, "1 3 4 6")]
    [Case(long.MaxValue, int.MaxValue, "")]
    public async Task Open_holds_are_listed_by_number_and_those_that_ended_are_not(long after, int limit, string expected)
    {
        var walletId = await OpenWithAsync(100m);
        foreach (var seconds in (int?[])[null, null, 20, 20, 10, null])
        {
            await PlaceAsync(walletId, 1m, seconds is { } some ? TimeSpan.FromSeconds(some) : null);
        }

        await DoAsync(new VoidHold(new HoldId(walletId, 2)));
        Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(expected, string.Join(' ', (await OpenHoldsAsync(walletId, after, limit)).Select(hold => hold.Id.Number)));
    }

    [Check]
    [Case(0)]
    [Case(2)]
    [Case(18)]
    public async Task Holds_go_up_to_the_largest_amounts_that_a_currency_has(int exponent)
    {
        var currency = Currency.Declare("BIG", exponent);
        var most = MinorUnits.ToDecimal(long.MaxValue, exponent);
        var least = MinorUnits.ToDecimal(1, exponent);
        var walletId = await OpenWithAsync(most, currency: currency);
        await DoAsync(new SetCreditLimit(walletId, most));
        await AssertBalanceAsync(walletId, most, 0m, most + most);

        var hold = await PlaceAsync(walletId, most);

        // The money would suffice, but no number could hold the sum of held money.
        await RefusedAsync<BalanceOutOfRangeException>(new PlaceHold(walletId, least));
        await DoAsync(new CaptureHold(hold.Id, least) { KeepOpen = true });
        await AssertBalanceAsync(walletId, most - least, most - least, most);
        await DoAsync(new CaptureHold(hold.Id));
        await DoAsync(new Withdraw(walletId, most));
        await AssertBalanceAsync(walletId, -most, 0m, 0m);
        await RefusedAsync<InsufficientFundsException>(new PlaceHold(walletId, least));
        await AuditHoldsAsync(walletId);
    }
}
