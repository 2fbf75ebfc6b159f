using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Tests.Rules;

/// <summary>A reversal takes back a whole transfer, from either of its legs.</summary>
public sealed class TransferReversalTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Both_legs_are_taken_back_together_whichever_is_named(bool fromDestination)
    {
        var decision = Decide(fromDestination, Given.Wallet(1), Given.Other(100));

        var source = Given.Wallet(101) with { LastSequence = 5, Version = 8, UpdatedAt = Given.Now };
        var destination = Given.Other(0) with { LastSequence = 3, Version = 4, UpdatedAt = Given.Now };
        var back = Given.Newest(source, TransactionType.Reversal, 100, new TransactionLinks { ReversalOf = 7, Counterpart = new TransactionId(Given.OtherId, 4) }).ChainTo(source);
        var taken = Given.Newest(destination, TransactionType.Reversal, -100, new TransactionLinks { ReversalOf = 3, Counterpart = new TransactionId(Given.Id, 8) }).ChainTo(destination);
        Assert.Equal(fromDestination ? [taken, back] : [back, taken], decision.Result.Transactions);
        Assert.Equal(decision.Result.Transactions, decision.Changes!.Value.Transactions);
        Assert.Equal(fromDestination ? [destination, source] : [source, destination], decision.Changes.Value.Wallets);
        Assert.Equal(fromDestination ? destination : source, decision.Result.Wallet);
    }

    [Fact]
    public void Between_currencies_each_leg_gives_back_its_own_amount_at_the_rate_of_the_transfer()
    {
        var (dollars, yen) = (Currency.FromIso("USD"), Currency.FromIso("JPY"));
        var there = new Exchange { Rate = 150m, Rounding = MidpointRounding.ToEven, CounterpartCurrency = yen, CounterpartMinorUnits = 150 };
        var here = new Exchange { Rate = 150m, Rounding = MidpointRounding.ToEven, CounterpartCurrency = dollars, CounterpartMinorUnits = 100 };

        var decision = Decide(false, Given.Wallet(), Given.Other(150, currency: "JPY"), arrived: 150, there: there, here: here);

        Assert.Equal([100, -150], decision.Result.Transactions.Select(transaction => transaction.AmountMinorUnits));
        Assert.Equal([there, here], decision.Result.Transactions.Select(transaction => transaction.Links.Exchange));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Money_that_arrived_must_still_be_there_unless_overdraft_is_allowed(bool fromDestination)
    {
        Given.AssertRefused<InsufficientFundsException>(
            $"wallet {Given.OtherId} has 0.99 available, less than the 1.00 requested.", Decide(fromDestination, Given.Wallet(), Given.Other(99)));

        var decision = Decide(fromDestination, Given.Wallet(), Given.Other(99), allowOverdraft: true);
        Assert.Equal([(false, 100), (true, -1)], decision.Changes!.Value.Wallets.OrderBy(wallet => wallet.OwnerId == "other").Select(wallet => (wallet.IsOverdrawn, wallet.BalanceMinorUnits)));
    }

    [Fact]
    public void Holds_of_the_other_wallet_count_until_their_time_has_run_out_and_holds_of_this_one_do_not_count_for_it()
    {
        var mine = Given.Hold(50, Given.Now);
        var theirs = Given.Hold(50, Given.Now.AddMicroseconds(1)) with { Id = new HoldId(Given.OtherId, 1) };
        var (wallet, other) = (Given.Holding(Given.Wallet(50), mine), Given.Holding(Given.Other(100), theirs));
        CommandState StateAt(DateTimeOffset now) => State(false, wallet, other, 100) with
        {
            Expired = GivenHolds.Expired(wallet, now, mine),
            CounterpartExpired = GivenHolds.Expired(other, now, theirs),
        };

        Given.AssertRefused<InsufficientFundsException>(
            $"wallet {Given.OtherId} has 0.50 available, less than the 1.00 requested.", WalletRules.Decide(Command(false), StateAt(Given.Now), Given.Now));
        var decision = WalletRules.Decide(Command(false), StateAt(Given.Now.AddMicroseconds(1)), Given.Now.AddMicroseconds(1));

        // The leg that is a credit ends no hold for good.
        Assert.Equal([null, new EndedThrough(Given.Now.AddMicroseconds(1), 1)], decision.Changes!.Value.Wallets.Select(changed => changed.Holds.EndedThrough));
        Assert.Equal(0m, decision.Result.Wallet!.Held);
    }

    [Fact]
    public void A_wallet_that_is_frozen_gets_its_money_back_and_gives_none()
    {
        foreach (var fromDestination in new[] { false, true })
        {
            Assert.Null(Decide(fromDestination, Given.Wallet(0, WalletStatus.Frozen), Given.Other(100)).Result.Refusal);
            Given.AssertRefused<WalletFrozenException>(
                $"wallet {Given.OtherId} is frozen: debits and new holds are refused.", Decide(fromDestination, Given.Wallet(), Given.Other(100, WalletStatus.Frozen)));
            Given.AssertRefused<WalletClosedException>(
                $"wallet {Given.Id} is closed.", Decide(fromDestination, Given.Wallet(0, WalletStatus.Closed), Given.Other(100)));
            Given.AssertRefused<WalletClosedException>(
                $"wallet {Given.OtherId} is closed.", Decide(fromDestination, Given.Wallet(), Given.Other(0, WalletStatus.Closed)));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Neither_balance_passes_its_range(bool fromDestination)
    {
        Given.AssertRefused<BalanceOutOfRangeException>(
            $"wallet {Given.Id} has 92233720368547757.08; 1.00 more is past the range of a balance.", Decide(fromDestination, Given.Wallet(long.MaxValue - 99), Given.Other(100)));
        Given.AssertRefused<BalanceOutOfRangeException>(
            $"wallet {Given.OtherId} has -92233720368547757.09; -1.00 more is past the range of a balance.",
            Decide(fromDestination, Given.Wallet(), Given.Other(long.MinValue + 99) with { IsOverdrawn = true }, allowOverdraft: true));
    }

    [Fact]
    public void Each_is_taken_back_at_the_later_of_the_clock_and_its_own_wallets_time()
    {
        foreach (var (source, destination) in new[] { (1, 0), (0, 1), (-2, -2) })
        {
            var decision = Decide(false, Given.Wallet() with { UpdatedAt = Given.Now.AddHours(source) }, Given.Other(100) with { UpdatedAt = Given.Now.AddHours(destination) });

            DateTimeOffset[] expected = [Given.Now.AddHours(Math.Max(0, source)), Given.Now.AddHours(Math.Max(0, destination))];
            Assert.Equal(expected, decision.Changes!.Value.Transactions.Select(transaction => transaction.CreatedAt));
            Assert.Equal(expected, decision.Changes.Value.Wallets.Select(wallet => wallet.UpdatedAt));
        }
    }

    [Fact]
    public void The_named_currency_and_version_are_those_of_the_named_leg()
    {
        var state = State(true, Given.Wallet(), Given.Other(100), 100);

        Assert.Null(WalletRules.Decide(Command(true) with { Currency = "USD", ExpectedVersion = 3 }, state, Given.Now).Result.Refusal);
        Given.AssertRefused<ConcurrencyConflictException>(
            $"wallet {Given.OtherId} is at version 3, not the expected 7.", WalletRules.Decide(Command(true) with { ExpectedVersion = 7 }, state, Given.Now));
        Given.AssertRefused<CurrencyMismatchException>(
            $"wallet {Given.OtherId} keeps USD, not EUR.", WalletRules.Decide(Command(true) with { Currency = "EUR" }, state, Given.Now));
    }

    private static Reverse Command(bool fromDestination) => new(fromDestination ? new TransactionId(Given.OtherId, 3) : new TransactionId(Given.Id, 7));

    [Fact]
    public void Closed_is_asked_of_both_wallets_before_frozen_is_of_either() =>
        Given.AssertRefused<WalletClosedException>(
            $"wallet {Given.Id} is closed.", Decide(true, Given.Wallet(0, WalletStatus.Closed), Given.Other(100, WalletStatus.Frozen)));

    private static Decision Decide(
        bool fromDestination, Wallet source, Wallet destination, long arrived = 100, bool allowOverdraft = false, Exchange? there = null, Exchange? here = null) =>
        WalletRules.Decide(Command(fromDestination) with { AllowOverdraft = allowOverdraft }, State(fromDestination, source, destination, arrived, there, here), Given.Now);

    // The newest transaction of each wallet is its leg of one transfer, of 1.00 from the source.
    private static CommandState State(bool fromDestination, Wallet source, Wallet destination, long arrived, Exchange? there = null, Exchange? here = null)
    {
        var leaving = Given.Newest(source, TransactionType.TransferOut, -100, new TransactionLinks { Counterpart = new TransactionId(Given.OtherId, 3), Exchange = there });
        var arriving = Given.Newest(destination, TransactionType.TransferIn, arrived, new TransactionLinks { Counterpart = leaving.Id, Exchange = here });
        return fromDestination
            ? new CommandState(destination) { Counterpart = source, Reversal = new ReversalState(arriving, CounterpartLeg: leaving) }
            : new CommandState(source) { Counterpart = destination, Reversal = new ReversalState(leaving, CounterpartLeg: arriving) };
    }
}
