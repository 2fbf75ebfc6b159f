using WalletKit.Model.Money;
using WalletKit.Rules;
using WalletKit.Testing.Histories;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class TransferChecks : StoreChecks
{
    [Check]
    public async Task A_transfer_records_both_legs_in_one_commit_each_naming_the_other()
    {
        var source = await OpenWithAsync(100m, "source");
        var destination = (await OpenAsync("destination")).Id;
        Time.Advance(TimeSpan.FromMinutes(1));
        var metadata = TransactionMetadata.From([KeyValuePair.Create("order", "7")]);

        var done = await DoAsync(new Transfer(source, destination, 30.5m) { Reference = "order-7", Metadata = metadata });

        var leaving = new WalletTransaction
        {
            WalletId = source,
            Sequence = 2,
            Type = TransactionType.TransferOut,
            Currency = Usd,
            AmountMinorUnits = -30_50,
            BalanceAfterMinorUnits = 69_50,
            Version = 3,
            CreatedAt = Time.GetUtcNow(),
            Reference = "order-7",
            Metadata = metadata,
            Links = new TransactionLinks { Counterpart = new TransactionId(destination, 2) },
        };
        var arriving = leaving with
        {
            WalletId = destination,
            Sequence = 1,
            Type = TransactionType.TransferIn,
            AmountMinorUnits = 30_50,
            BalanceAfterMinorUnits = 30_50,
            Version = 2,
            Links = new TransactionLinks { Counterpart = new TransactionId(source, 3) },
        };
        leaving = leaving with { Hash = done.Transactions[0].Hash };
        arriving = arriving with { Hash = done.Transactions[1].Hash };
        Assert.Equal([leaving, arriving], done.Transactions);
        Assert.Equal(leaving, (await AuditAsync(source)).History[1]);
        Assert.Equal([arriving], (await AuditAsync(destination)).History);
        Assert.Equal((leaving, arriving), (await FindTransactionAsync(leaving.Id), await FindTransactionAsync(arriving.Id)));
        Assert.Equal(done.Wallet, await FindAsync(source));
    }

    [Check]
    [Case("10.00", "0.9", MidpointRounding.ToEven, "9.00")]
    [Case("0.05", "0.1", MidpointRounding.ToEven, null)]
    [Case("0.05", "0.1", MidpointRounding.AwayFromZero, "0.01")]
    [Case("0.15", "0.1", MidpointRounding.ToEven, "0.02")]
    [Case("0.15", "0.1", MidpointRounding.ToZero, "0.01")]
    [Case("0.11", "0.1", MidpointRounding.ToPositiveInfinity, "0.02")]
    [Case("0.19", "0.1", MidpointRounding.ToNegativeInfinity, "0.01")]
    [Case("1.00", "0.3333333333333333333333333333", MidpointRounding.ToEven, "0.33")]
    [Case("1.00", "92233720368547758.07", MidpointRounding.ToEven, "92233720368547758.07")]
    [Case("1.00", "92233720368547758.08", MidpointRounding.ToEven, null)]
    public async Task A_rate_says_what_arrives_and_is_recorded_on_both_legs(string amount, string rate, MidpointRounding rounding, string? arrives)
    {
        var source = await OpenWithAsync(100m, "source");
        var destination = (await OpenAsync("destination", Euro)).Id;
        var transfer = new Transfer(source, destination, Units(amount)) { Rate = Units(rate), Rounding = rounding };

        // An amount that rounds to nothing, or is past the range, makes no transfer.
        if (arrives is null)
        {
            await RefusedAsync<InvalidAmountException>(transfer);
            return;
        }

        await DoAsync(transfer);

        var leaving = (await AuditAsync(source)).History[1];
        var arriving = Assert.Single((await AuditAsync(destination)).History);
        Assert.Equal((-Units(amount), Units(arrives)), (leaving.Amount, arriving.Amount));
        Assert.Equal(new Exchange { Rate = Units(rate), Rounding = rounding, CounterpartCurrency = Euro, CounterpartMinorUnits = arriving.AmountMinorUnits }, leaving.Links.Exchange);
        Assert.Equal(new Exchange { Rate = Units(rate), Rounding = rounding, CounterpartCurrency = Usd, CounterpartMinorUnits = -leaving.AmountMinorUnits }, arriving.Links.Exchange);
        Assert.Equal(Units(arrives), leaving.Links.Exchange!.CounterpartAmount);
    }

    [Check]
    public async Task A_rate_converts_between_currencies_of_unlike_exponents()
    {
        var source = await OpenWithAsync(1.00m, "source");
        var yen = (await OpenAsync("yen", Yen)).Id;
        var atto = (await OpenAsync("atto", Currency.Declare("ATTO", 18))).Id;

        await DoAsync(new Transfer(source, yen, 0.50m) { Rate = 151m });
        await DoAsync(new Transfer(source, atto, 0.01m) { Rate = 0.0000000000000001m });
        await DoAsync(new Transfer(yen, source, 76m) { Rate = 0.0066m });

        Assert.Equal(0.99m, (await AuditMoneyAsync(source)).Wallet.Balance);
        Assert.Equal(0m, (await AuditMoneyAsync(yen)).Wallet.Balance);
        Assert.Equal(1, (await AuditMoneyAsync(atto)).Wallet.BalanceMinorUnits);
    }

    [Check]
    public async Task A_target_amount_says_what_arrives_and_both_legs_record_the_rate_that_it_comes_to()
    {
        var source = await OpenWithAsync(100m, "source");
        var destination = (await OpenAsync("destination", Yen)).Id;

        await DoAsync(new Transfer(source, destination, 8m) { TargetAmount = 1_210m });

        var leaving = (await AuditAsync(source)).History[1];
        var arriving = Assert.Single((await AuditAsync(destination)).History);
        Assert.Equal((-8m, 1_210m), (leaving.Amount, arriving.Amount));
        Assert.Equal(new Exchange { Rate = 151.25m, Rounding = null, CounterpartCurrency = Yen, CounterpartMinorUnits = 1_210 }, leaving.Links.Exchange);
        Assert.Equal(new Exchange { Rate = 151.25m, Rounding = null, CounterpartCurrency = Usd, CounterpartMinorUnits = 8_00 }, arriving.Links.Exchange);
    }

    [Check]
    public async Task A_rate_past_what_a_decimal_holds_is_recorded_as_none()
    {
        var destination = (await OpenAsync("destination", Currency.Declare("ATTO", 18))).Id;
        var source = await OpenWithAsync(9_000_000_000_000_000_000m, "source", Yen);

        await DoAsync(new Transfer(source, destination, 9_000_000_000_000_000_000m) { TargetAmount = 0.000000000000000001m });

        Assert.Equal(new Exchange { Rate = null, Rounding = null, CounterpartCurrency = Yen, CounterpartMinorUnits = 9_000_000_000_000_000_000 }, Assert.Single((await AuditMoneyAsync(destination)).History).Links.Exchange);
    }

    [Check]
    public async Task A_quoted_rate_is_recorded_as_any_other_and_no_content()
    {
        var source = await OpenWithAsync(100m, "source");
        var destination = (await OpenAsync("destination", Euro)).Id;
        var transfer = new Transfer(source, destination, 10m) { IdempotencyKey = "key" };

        var first = await DoAsync(transfer with { QuotedRate = 0.9m });

        Assert.Equal(new Exchange { Rate = 0.9m, Rounding = MidpointRounding.ToEven, CounterpartCurrency = Euro, CounterpartMinorUnits = 9_00 }, first.Transaction!.Links.Exchange);
        Assert.Equal(first.Transactions, (await DoAsync(transfer with { QuotedRate = 0.8m })).Transactions);
        Assert.Equal(first.Transactions, (await DoAsync(transfer)).Transactions);
        await RefusedAsync<IdempotencyConflictException>(transfer with { Rate = 0.9m });
    }

    [Check]
    public async Task Money_moves_between_currencies_only_at_a_named_rate()
    {
        var source = await OpenWithAsync(100m, "source");
        var euro = (await OpenAsync("euro", Euro)).Id;
        var dollar = (await OpenAsync("dollar")).Id;

        var refusal = await RefusedAsync<CurrencyMismatchException>(new Transfer(source, euro, 1m));
        Assert.Equal((euro, "EUR", "USD"), (refusal.WalletId, refusal.WalletCurrency, refusal.RequestedCurrency));
        Assert.Equal("rate", (await RefusedAsync<InvalidInputException>(new Transfer(source, dollar, 1m) { Rate = 1m })).Field);
        Assert.Equal("targetAmount", (await RefusedAsync<InvalidInputException>(new Transfer(source, dollar, 1m) { TargetAmount = 1m })).Field);
        await RefusedAsync<InvalidInputException>(new Transfer(source, euro, 1m) { Rate = 1m, TargetAmount = 1m });
        await RefusedAsync<InvalidInputException>(new Transfer(source, euro, 1m) { Rate = 0m });
        await RefusedAsync<InvalidAmountException>(new Transfer(source, euro, 1m) { TargetAmount = 0.001m });
        await RefusedAsync<CurrencyMismatchException>(new Transfer(source, euro, 1m) { Rate = 1m, Currency = "EUR" });
    }

    [Check]
    public async Task A_transfer_takes_what_is_available_with_the_credit_limit_and_no_more()
    {
        var source = await OpenWithAsync(50m, "source");
        var destination = (await OpenAsync("destination")).Id;
        await DoAsync(new SetCreditLimit(source, 25m));
        await DoAsync(new PlaceHold(source, 5m));

        var refusal = await RefusedAsync<InsufficientFundsException>(new Transfer(source, destination, 70.01m));
        await DoAsync(new Transfer(source, destination, 70m));

        Assert.Equal((source, 70m, 70.01m), (refusal.WalletId, refusal.Available, refusal.Requested));
        Assert.Equal(-20m, (await AuditMoneyAsync(source)).Wallet.Balance);
        Assert.Equal(70m, (await AuditMoneyAsync(destination)).Wallet.Balance);
    }

    [Check]
    public async Task A_transfer_needs_two_different_wallets_that_stand()
    {
        var walletId = await OpenWithAsync(50m);
        var unknown = NewId();

        Assert.Equal(unknown, (await RefusedAsync<WalletNotFoundException>(new Transfer(walletId, unknown, 1m))).WalletId);
        Assert.Equal(unknown, (await RefusedAsync<WalletNotFoundException>(new Transfer(unknown, walletId, 1m))).WalletId);
        Assert.Equal("destination", (await RefusedAsync<InvalidInputException>(new Transfer(walletId, walletId, 1m))).Field);
    }

    [Check]
    public async Task A_frozen_wallet_receives_but_does_not_send_and_a_closed_one_does_neither()
    {
        var active = await OpenWithAsync(10m, "active");
        var frozen = await OpenWithAsync(10m, "frozen");
        var closed = (await OpenAsync("closed")).Id;
        await DoAsync(new FreezeWallet(frozen));
        await DoAsync(new CloseWallet(closed));

        await DoAsync(new Transfer(active, frozen, 1m));
        Assert.Equal(frozen, (await RefusedAsync<WalletFrozenException>(new Transfer(frozen, active, 1m))).WalletId);
        Assert.Equal(closed, (await RefusedAsync<WalletClosedException>(new Transfer(frozen, closed, 1m))).WalletId);
        Assert.Equal(closed, (await RefusedAsync<WalletClosedException>(new Transfer(closed, frozen, 1m))).WalletId);
    }

    [Check]
    public async Task A_transfer_past_the_range_of_the_destination_leaves_the_source_alone()
    {
        var source = await OpenWithAsync(1m, "source");
        var destination = await OpenWithAsync(MinorUnits.ToDecimal(long.MaxValue - 1, 2), "destination");

        Assert.Equal(destination, (await RefusedAsync<BalanceOutOfRangeException>(new Transfer(source, destination, 0.02m))).WalletId);
        await DoAsync(new Transfer(source, destination, 0.01m));

        Assert.Equal(0.99m, (await AuditAsync(source)).Wallet.Balance);
    }

    [Check]
    public async Task A_transaction_is_found_by_its_id_and_only_by_its_own()
    {
        var walletId = await OpenWithAsync(1m);
        await OpenWithAsync(2m, "other");

        Assert.Equal(1m, (await FindTransactionAsync(new TransactionId(walletId, 2)))!.Amount);
        foreach (var version in new[] { long.MinValue, -1, 0, 1, 3, long.MaxValue })
        {
            Assert.Null(await FindTransactionAsync(new TransactionId(walletId, version)));
        }

        Assert.Null(await FindTransactionAsync(new TransactionId(NewId(), 2)));
    }

    [Check]
    public async Task The_latest_of_wallets_are_read_in_the_order_asked_for_without_those_that_do_not_stand()
    {
        var one = await OpenWithAsync(1m, "one");
        var two = await OpenWithAsync(2m, "two");

        Assert.Equal([2m, 1m, 2m], (await Store.ReadLatestAsync([two, NewId(), one, two], Token)).Select(wallet => wallet.Balance));
        Assert.Empty(await Store.ReadLatestAsync([NewId()], Token));
    }
}
