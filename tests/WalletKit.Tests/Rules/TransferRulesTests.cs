using WalletKit.Commands;
using WalletKit.Model.Money;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Tests.Rules;

public sealed class TransferRulesTests
{
    private static readonly Currency Dollar = Currency.FromIso("USD");
    private static readonly Currency Yen = Currency.FromIso("JPY");
    private static readonly Currency Ether = Currency.Declare("ETH", 18);
    private static readonly Currency Points = Currency.Declare("POINTS", 0);

    [Fact]
    public void A_transfer_takes_from_one_wallet_what_it_gives_to_the_other()
    {
        var command = Move(12.5m) with { Reference = "order-7", Metadata = Given.Metadata(("a", "1")) };

        var decision = Decide(command, Given.Wallet(2_000), Given.Other(30));

        var source = Given.Wallet(750) with { LastSequence = 5, Version = 8, UpdatedAt = Given.Now };
        var destination = Given.Other(1_280) with { LastSequence = 3, Version = 4, UpdatedAt = Given.Now };
        var leaving = new WalletTransaction
        {
            WalletId = Given.Id,
            Sequence = 5,
            Type = TransactionType.TransferOut,
            Currency = Dollar,
            AmountMinorUnits = -1_250,
            BalanceAfterMinorUnits = 750,
            Version = 8,
            CreatedAt = Given.Now,
            Reference = "order-7",
            Metadata = Given.Metadata(("a", "1")),
            Links = new TransactionLinks { Counterpart = new TransactionId(Given.OtherId, 4) },
        }.ChainTo(source);
        var arriving = (leaving with
        {
            WalletId = Given.OtherId,
            Sequence = 3,
            Type = TransactionType.TransferIn,
            AmountMinorUnits = 1_250,
            BalanceAfterMinorUnits = 1_280,
            Version = 4,
            Links = new TransactionLinks { Counterpart = new TransactionId(Given.Id, 8) },
        }).ChainTo(destination);
        Assert.Equal([leaving, arriving], decision.Changes!.Value.Transactions);
        Assert.Equal([source, destination], decision.Changes.Value.Wallets);
        Assert.Equal(new CommandResult { Wallet = source, Transactions = [leaving, arriving] }, decision.Result);
        Assert.Null(decision.Changes.Value.Earned);
        Assert.Null(decision.Changes.Value.Recorded);
    }

    [Fact]
    public void Each_leg_stands_at_the_later_of_the_clock_and_its_own_wallets_time()
    {
        foreach (var (source, destination) in new[] { (1, 0), (0, 1), (-2, -2) })
        {
            var decision = Decide(
                Move(1m),
                Given.Wallet(100) with { UpdatedAt = Given.Now.AddHours(source) },
                Given.Other() with { UpdatedAt = Given.Now.AddHours(destination) });

            DateTimeOffset[] expected = [Given.Now.AddHours(Math.Max(0, source)), Given.Now.AddHours(Math.Max(0, destination))];
            Assert.Equal(expected, decision.Changes!.Value.Transactions.Select(leg => leg.CreatedAt));
            Assert.Equal(expected, decision.Changes.Value.Wallets.Select(wallet => wallet.UpdatedAt));
        }
    }

    [Fact]
    public void A_rate_says_what_arrives_and_stands_with_both_legs()
    {
        var decision = Decide(Move(1.01m) with { Rate = 150.5m }, Given.Wallet(500), Given.Other(7, currency: "JPY"));

        // 1.01 at 150.5 is 152.005.
        AssertAmounts(-101, 152, decision);
        Assert.Equal(new Exchange { Rate = 150.5m, Rounding = MidpointRounding.ToEven, CounterpartCurrency = Yen, CounterpartMinorUnits = 152 }, decision.Changes!.Value.Transactions[0].Links.Exchange);
        Assert.Equal(new Exchange { Rate = 150.5m, Rounding = MidpointRounding.ToEven, CounterpartCurrency = Dollar, CounterpartMinorUnits = 101 }, decision.Changes.Value.Transactions[1].Links.Exchange);
        Assert.Equal(159, decision.Changes.Value.Wallets[1].BalanceMinorUnits);
    }

    [Theory]
    [InlineData(MidpointRounding.ToEven, 152)]
    [InlineData(MidpointRounding.AwayFromZero, 153)]
    [InlineData(MidpointRounding.ToZero, 152)]
    [InlineData(MidpointRounding.ToNegativeInfinity, 152)]
    [InlineData(MidpointRounding.ToPositiveInfinity, 153)]
    public void The_amount_that_arrives_is_rounded_as_the_command_says(MidpointRounding rounding, long expected)
    {
        var decision = Decide(Move(1m) with { Rate = 152.5m, Rounding = rounding }, Given.Wallet(100), Given.Other(currency: "JPY"));

        AssertAmounts(-100, expected, decision);
        Assert.Equal(rounding, decision.Result.Transaction!.Links.Exchange!.Rounding);
    }

    [Fact]
    public void A_target_amount_arrives_as_it_is_and_the_rate_it_implies_stands_with_both_legs()
    {
        var decision = Decide(Move(2m) with { TargetAmount = 301m, QuotedRate = 1m }, Given.Wallet(200), Given.Other(currency: "JPY"));

        AssertAmounts(-200, 301, decision);
        Assert.Equal(new Exchange { Rate = 150.5m, Rounding = null, CounterpartCurrency = Yen, CounterpartMinorUnits = 301 }, decision.Changes!.Value.Transactions[0].Links.Exchange);
        Assert.Equal(new Exchange { Rate = 150.5m, Rounding = null, CounterpartCurrency = Dollar, CounterpartMinorUnits = 200 }, decision.Changes.Value.Transactions[1].Links.Exchange);
    }

    [Fact]
    public void A_quoted_rate_counts_only_where_none_is_named()
    {
        var quoted = Decide(Move(1m) with { QuotedRate = 150m }, Given.Wallet(100), Given.Other(currency: "JPY"));
        var named = Decide(Move(1m) with { Rate = 140m, QuotedRate = 150m }, Given.Wallet(100), Given.Other(currency: "JPY"));
        var unneeded = Decide(Move(1m) with { QuotedRate = 150m }, Given.Wallet(100), Given.Other());

        AssertAmounts(-100, 150, quoted);
        Assert.Equal(150m, quoted.Result.Transaction!.Links.Exchange!.Rate);
        AssertAmounts(-100, 140, named);
        Assert.Equal(140m, named.Result.Transaction!.Links.Exchange!.Rate);
        AssertAmounts(-100, 100, unneeded);
        Assert.Null(unneeded.Result.Transaction!.Links.Exchange);
    }

    [Fact]
    public void Between_currencies_a_rate_or_a_target_amount_is_needed()
    {
        var refusal = Given.AssertRefused<CurrencyMismatchException>(
            $"wallet {Given.OtherId} keeps JPY, not USD.", Decide(Move(1m), Given.Wallet(100), Given.Other(currency: "JPY")));

        Assert.Equal((Given.OtherId, "JPY", "USD"), (refusal.WalletId, refusal.WalletCurrency, refusal.RequestedCurrency));
    }

    [Fact]
    public void A_code_with_another_exponent_is_another_currency()
    {
        var source = Given.Wallet(100) with { Currency = Currency.Restore("POINTS", 2) };
        var destination = Given.Other() with { Currency = Points };

        Given.AssertRefused<CurrencyMismatchException>(
            $"wallet {Given.OtherId} keeps POINTS with 0 decimals, not POINTS with 2 decimals.", Decide(Move(1m), source, destination));
        AssertAmounts(-100, 1, Decide(Move(1m) with { Rate = 1m }, source, destination));
    }

    [Fact]
    public void Within_one_currency_neither_a_rate_nor_a_target_amount_is_taken()
    {
        Given.AssertRefused<InvalidInputException>(
            "rate 1 is for transfers between currencies; both wallets keep USD.", Decide(Move(1m) with { Rate = 1m }, Given.Wallet(100), Given.Other()));
        Given.AssertRefused<InvalidInputException>(
            "targetAmount 1.00 is for transfers between currencies; both wallets keep USD.", Decide(Move(1m) with { TargetAmount = 1.00m }, Given.Wallet(100), Given.Other()));
    }

    [Fact]
    public void An_amount_that_the_destination_cannot_hold_is_refused_and_never_rounded_away()
    {
        var yen = Given.Other(currency: "JPY");

        Given.AssertRefused<InvalidAmountException>(
            "amount 0.01 is worth nothing in JPY at the rate 0.5.", Decide(Move(0.01m) with { Rate = 0.5m }, Given.Wallet(100), yen));
        Given.AssertRefused<InvalidAmountException>(
            "amount 1 is past the range of JPY at the rate 9223372036854775808.", Decide(Move(1m) with { Rate = 9223372036854775808m }, Given.Wallet(100), yen));
        Given.AssertRefused<InvalidAmountException>(
            "amount 1.5 has more decimals than the 0 of JPY; nothing is rounded.", Decide(Move(1m) with { TargetAmount = 1.5m }, Given.Wallet(100), yen));
        Given.AssertRefused<InvalidAmountException>(
            "amount 9223372036854775808 is past the range of JPY: at most 9223372036854775807.",
            Decide(Move(1m) with { TargetAmount = 9223372036854775808m }, Given.Wallet(100), yen));
    }

    [Fact]
    public void The_largest_amounts_pass_and_one_more_does_not()
    {
        var largest = Move(92233720368547758.07m);

        AssertAmounts(-long.MaxValue, long.MaxValue, Decide(largest, Given.Wallet(long.MaxValue), Given.Other()));
        AssertAmounts(-100, long.MaxValue, Decide(Move(1m) with { Rate = long.MaxValue }, Given.Wallet(100), Given.Other(currency: "JPY")));
        Given.AssertRefused<BalanceOutOfRangeException>(
            $"wallet {Given.OtherId} has 0.01; 92233720368547758.07 more is past the range of a balance.", Decide(largest, Given.Wallet(long.MaxValue), Given.Other(1)));
        Given.AssertRefused<BalanceOutOfRangeException>(
            $"wallet {Given.OtherId} has 1; 9223372036854775807 more is past the range of a balance.",
            Decide(Move(1m) with { Rate = long.MaxValue }, Given.Wallet(100), Given.Other(1, currency: "JPY")));
    }

    [Fact]
    public void The_smallest_amounts_pass_between_the_smallest_and_the_largest_exponent()
    {
        var ether = Given.Wallet(long.MaxValue) with { Currency = Ether };
        var points = Given.Other() with { Currency = Points };

        AssertAmounts(-1, 1, Decide(Move(0.000000000000000001m) with { Rate = 1_000_000_000_000_000_000m }, ether, points));
        AssertAmounts(-9_000_000_000_000_000_000, 9, Decide(Move(9m) with { Rate = 1m }, ether, points));
        AssertAmounts(-1, 1, Decide(Move(0.000000000000000001m), ether, Given.Other() with { Currency = Ether }));
        AssertAmounts(-1, 1, Decide(Move(1m) with { Rate = 0.000000000000000001m }, Given.Wallet(1) with { Currency = Points }, Given.Other() with { Currency = Ether }));
        Assert.IsType<InvalidAmountException>(Decide(Move(10m) with { Rate = 1m }, Given.Wallet(10) with { Currency = Points }, Given.Other() with { Currency = Ether }).Result.Refusal);
    }

    [Fact]
    public void All_that_is_available_can_leave_and_no_more()
    {
        var source = Given.Holding(Given.Wallet(150), Given.Hold(100)) with { CreditLimitMinorUnits = 30 };

        AssertAmounts(-80, 80, Decide(Move(0.80m), source, Given.Other()));
        Given.AssertRefused<InsufficientFundsException>(
            $"wallet {Given.Id} has 0.80 available, less than the 0.81 requested.", Decide(Move(0.81m), source, Given.Other()));
    }

    [Fact]
    public void A_hold_whose_time_has_run_out_holds_nothing_back()
    {
        var hold = Given.Hold(100, Given.Now);
        var source = Given.Holding(Given.Wallet(100), hold);
        var state = new CommandState(source) { Counterpart = Given.Other() };

        AssertAmounts(-100, 100, WalletRules.Decide(Move(1m), state with { Expired = GivenHolds.Expired(source, Given.Now, hold) }, Given.Now));
        Assert.IsType<InsufficientFundsException>(WalletRules.Decide(Move(1m), state, Given.Now.AddMicroseconds(-1)).Result.Refusal);
    }

    [Fact]
    public void A_credit_limit_of_the_whole_range_can_be_used_up()
    {
        var source = Given.Wallet() with { CreditLimitMinorUnits = long.MaxValue };

        var decision = Decide(Move(92233720368547758.07m), source, Given.Other());

        Assert.Equal(-long.MaxValue, decision.Result.Wallet!.BalanceMinorUnits);
        Assert.Equal("0.00", decision.Result.Wallet.Available.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.False(decision.Result.Wallet.IsOverdrawn);
    }

    [Fact]
    public void A_transfer_lands_on_a_frozen_wallet_and_leaves_none()
    {
        AssertAmounts(-100, 100, Decide(Move(1m), Given.Wallet(100), Given.Other(status: WalletStatus.Frozen)));
        Given.AssertRefused<WalletFrozenException>(
            $"wallet {Given.Id} is frozen: debits and new holds are refused.", Decide(Move(1m), Given.Wallet(100, WalletStatus.Frozen), Given.Other()));
    }

    [Fact]
    public void A_refusal_names_the_wallet_that_it_is_about()
    {
        Given.AssertRefused<WalletNotFoundException>($"wallet {Given.Id} does not exist.", Decide(Move(1m), null, null));
        Given.AssertRefused<WalletNotFoundException>($"wallet {Given.OtherId} does not exist.", Decide(Move(1m), Given.Wallet(100), null));
        Given.AssertRefused<WalletClosedException>($"wallet {Given.OtherId} is closed.", Decide(Move(1m), Given.Wallet(100), Given.Other(status: WalletStatus.Closed)));
        Given.AssertRefused<ConcurrencyConflictException>(
            $"wallet {Given.Id} is at version 7, not the expected 3.", Decide(Move(1m) with { ExpectedVersion = 3 }, Given.Wallet(100), Given.Other()));
        Given.AssertRefused<CurrencyMismatchException>(
            $"wallet {Given.Id} keeps USD, not JPY.", Decide(Move(1m) with { Currency = "JPY", Rate = 1m }, Given.Wallet(100), Given.Other(currency: "JPY")));
    }

    [Fact]
    public void Money_that_arrives_ends_the_overdraft_once_nothing_is_missing()
    {
        var overdrawn = Given.Other(-100) with { IsOverdrawn = true };

        Assert.True(Decide(Move(0.99m), Given.Wallet(100), overdrawn).Changes!.Value.Wallets[1].IsOverdrawn);
        Assert.False(Decide(Move(1m), Given.Wallet(100), overdrawn).Changes!.Value.Wallets[1].IsOverdrawn);
    }

    [Fact]
    public void A_repetition_under_the_key_gets_both_legs_whatever_the_rate_has_become()
    {
        var command = Move(1m) with { IdempotencyKey = "key", QuotedRate = 150m };
        var first = Decide(command, Given.Wallet(100), Given.Other(currency: "JPY"));
        var recorded = first.Changes!.Value.Recorded!;
        Assert.Equal((Given.Id, KeyHash.Of("key", default).Kept), (recorded.WalletId, recorded.Key));

        var again = WalletRules.Decide(command with { QuotedRate = 160m }, new CommandState(null, recorded), Given.Now);

        Assert.Equal(new CommandResult { Replayed = true, Transactions = first.Result.Transactions }, again.Result);
        Assert.Null(again.Changes);
    }

    private static Transfer Move(decimal amount) => new(Given.Id, Given.OtherId, amount);

    private static Decision Decide(Transfer command, Wallet? source, Wallet? destination) =>
        WalletRules.Decide(command, new CommandState(source) { Counterpart = destination }, Given.Now);

    private static void AssertAmounts(long left, long arrived, Decision decision)
    {
        Assert.Null(decision.Result.Refusal);
        Assert.Equal([left, arrived], decision.Changes!.Value.Transactions.Select(leg => leg.AmountMinorUnits));
    }
}
