using WalletKit.Commands;
using WalletKit.Model;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Tests.Rules;

/// <summary>A hold has expired from its time on, for all readers, whether that is recorded yet or not, and for good.</summary>
public sealed class HoldExpiryTests
{
    private static readonly DateTimeOffset Soon = Given.Now.AddHours(1);
    private static readonly DateTimeOffset Later = Given.Now.AddHours(2);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void The_time_to_the_expiry_runs_from_the_clock_in_whole_microseconds_though_the_wallet_is_ahead_of_it()
    {
        var ahead = Given.Wallet(100) with { UpdatedAt = Later };

        Assert.Null(Place(Given.Wallet(100), null).ExpiresAt);
        Assert.Equal(Soon, Place(Given.Wallet(100), Hour + TimeSpan.FromTicks(9)).ExpiresAt);
        Assert.Equal((Later, Soon), (Place(ahead, Hour).CreatedAt, Place(ahead, Hour).ExpiresAt));

        static Hold Place(Wallet wallet, TimeSpan? expiresIn) => Given.Decide(new PlaceHold(Given.Id, 1m) { ExpiresIn = expiresIn }, wallet).Result.Hold!;
    }

    [Fact]
    public void An_expiry_past_the_last_year_is_refused_by_name()
    {
        var last = DateTimeOffset.MaxValue.AddDays(-1);
        Decision PlaceFor(int days) => WalletRules.Decide(new PlaceHold(Given.Id, 1m) { ExpiresIn = TimeSpan.FromDays(days) }, new CommandState(Given.Wallet(100)), last);

        Assert.Equal("expiresIn 2.00:00:00 must end before the year 10,000.", Assert.IsType<InvalidInputException>(PlaceFor(2).Result.Refusal).Message);
        Assert.Equal(Timestamp.Of(DateTimeOffset.MaxValue), PlaceFor(1).Changes!.Value.Placed!.ExpiresAt);
    }

    [Fact]
    public void A_placed_hold_moves_the_next_expiry_only_to_an_earlier_time()
    {
        Assert.Null(NextAfter(null, null));
        Assert.Equal(Soon, NextAfter(null, Hour));
        Assert.Equal(Soon, NextAfter(Soon, null));
        Assert.Equal(Soon, NextAfter(Soon, Hour * 2));
        Assert.Equal(Soon, NextAfter(Later, Hour));

        static DateTimeOffset? NextAfter(DateTimeOffset? standing, TimeSpan? expiresIn) => Given.Decide(
            new PlaceHold(Given.Id, 1m) { ExpiresIn = expiresIn }, Given.Holding(Given.Wallet(1_000), Given.Hold(100, standing))).Result.Wallet!.Holds.NextExpiry;
    }

    [Fact]
    public void A_hold_that_ends_leaves_the_next_expiry_of_those_that_stand()
    {
        var (first, second, never) = (Given.Hold(100, Soon), Given.Hold(100, Later, number: 2), Given.Hold(100, number: 3));
        var wallet = Given.Holding(Given.Wallet(1_000), first, second, never);

        foreach (var end in new Func<Hold, KeyedCommand>[] { hold => new VoidHold(hold.Id), hold => new CaptureHold(hold.Id), hold => new CaptureHold(hold.Id, 0.01m) })
        {
            Assert.Equal(Later, NextAfter(end(first), wallet, first, second, never));
            Assert.Equal(Soon, NextAfter(end(second), wallet, first, second, never));
            Assert.Equal(Soon, NextAfter(end(never), wallet, first, second, never));
            Assert.Null(NextAfter(end(first), Given.Holding(Given.Wallet(100), first), first));
        }

        Assert.Equal(Soon, NextAfter(new CaptureHold(first.Id, 0.01m) { KeepOpen = true }, wallet, first, second, never));

        static DateTimeOffset? NextAfter(KeyedCommand command, Wallet wallet, params Hold[] holds) =>
            GivenHolds.Decide(command, wallet, Given.Now, holds).Result.Wallet!.Holds.NextExpiry;
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void From_its_time_on_a_hold_can_be_neither_captured_nor_voided_and_holds_nothing_back(int microseconds, bool hasExpired)
    {
        var hold = Given.Hold(100, Soon);
        var wallet = Given.Holding(Given.Wallet(100), hold);
        Decision Decide(WalletCommand command) => GivenHolds.Decide(command, wallet, Soon.AddMicroseconds(microseconds), hold);

        foreach (KeyedCommand command in new KeyedCommand[] { new CaptureHold(hold.Id), new VoidHold(hold.Id) })
        {
            Assert.Equal(hasExpired ? "hold_expired" : null, Decide(command).Result.Refusal?.Code);
        }

        foreach (KeyedCommand command in new KeyedCommand[] { new Withdraw(Given.Id, 1m), new PlaceHold(Given.Id, 1m) })
        {
            Assert.Equal(hasExpired ? null : "insufficient_funds", Decide(command).Result.Refusal?.Code);
        }

        Assert.Equal(hasExpired, Decide(new ExpireHolds(Given.Id)).Changes is not null);
    }

    // The hold is open 100 nanoseconds before its time, though times are kept in microseconds.
    [Fact]
    public void The_last_instant_before_its_time_is_not_rounded_up_to_it()
    {
        var hold = Given.Hold(100, Soon);

        Assert.Null(GivenHolds.Decide(new CaptureHold(hold.Id), Given.Holding(Given.Wallet(100), hold), Soon.AddTicks(-1), hold).Result.Refusal);
    }

    [Fact]
    public void A_hold_ends_by_the_clock_and_not_by_the_time_of_a_wallet_that_is_ahead()
    {
        var hold = Given.Hold(100, Soon);
        var ahead = Given.Holding(Given.Wallet(100), hold) with { UpdatedAt = Later };

        Assert.Equal(0m, Assert.IsType<InsufficientFundsException>(GivenHolds.Decide(new Withdraw(Given.Id, 1m), ahead, Given.Now, hold).Result.Refusal).Available);
        Assert.Equal((HoldStatus.Voided, Later), Ending(GivenHolds.Decide(new VoidHold(hold.Id), ahead, Given.Now, hold)));
        Assert.Null(GivenHolds.Decide(new ExpireHolds(Given.Id), ahead, Given.Now, hold).Changes);
        Assert.Null(GivenHolds.Decide(new Withdraw(Given.Id, 1m), ahead, Soon, hold).Result.Refusal);

        static (HoldStatus, DateTimeOffset) Ending(Decision decision) => (decision.Result.Hold!.Status, decision.Result.Hold.UpdatedAt);
    }

    [Fact]
    public void A_debit_lowers_the_sum_at_once_and_leaves_the_holds_to_the_sweep()
    {
        var (expired, also) = (Given.Hold(100, Soon), Given.Hold(20, Given.Now, number: 2));
        var (next, never) = (Given.Hold(3, Later, number: 3), Given.Hold(4, number: 4));
        var wallet = Given.Holding(Given.Wallet(127), expired, also, next, never);

        var decision = GivenHolds.Decide(new Withdraw(Given.Id, 1.20m), wallet, Soon, expired, also, next, never);

        Assert.Empty(decision.Changes!.Value.Holds);
        Assert.Equal(
            new HoldTotals { HeldMinorUnits = 7, LastNumber = 4, OpenCount = 4, NextExpiry = Later, EndedThrough = new EndedThrough(Soon, 4) },
            decision.Result.Wallet!.Holds);
    }

    [Fact]
    public void A_hold_whose_money_was_spent_stays_expired_though_the_clock_is_set_back()
    {
        var hold = Given.Hold(100, Soon);
        var spent = GivenHolds.Decide(new Withdraw(Given.Id, 1m), Given.Holding(Given.Wallet(100), hold), Soon, hold).Result.Wallet!;

        foreach (KeyedCommand command in new KeyedCommand[] { new CaptureHold(hold.Id), new VoidHold(hold.Id) })
        {
            Assert.Equal("hold_expired", GivenHolds.Decide(command, spent, Given.Now, hold).Result.Refusal?.Code);
        }

        Assert.Equal(0m, Assert.IsType<InsufficientFundsException>(GivenHolds.Decide(new Withdraw(Given.Id, 1m), spent, Given.Now, hold).Result.Refusal).Available);
        var swept = GivenHolds.Decide(new ExpireHolds(Given.Id), spent, Given.Now, hold);
        Assert.Equal([hold with { Status = HoldStatus.Expired, UpdatedAt = Soon }], swept.Changes!.Value.Holds);
        Assert.Equal((0, new HoldTotals { LastNumber = 1 }), (swept.Result.Wallet!.BalanceMinorUnits, swept.Result.Wallet.Holds));
    }

    [Fact]
    public void A_hold_that_was_placed_after_the_clock_was_set_back_is_none_of_the_ended_and_is_recorded_with_the_debit_that_relies_on_its_end()
    {
        var (before, after, standing) = (Given.Hold(100, Later, number: 1), Given.Hold(20, Given.Now, number: 2), Given.Hold(3, Soon, number: 3));
        var wallet = Given.Holding(Given.Wallet(43), after, standing) with { UpdatedAt = Later };
        wallet = wallet with { Holds = wallet.Holds with { OpenCount = 3, EndedThrough = new EndedThrough(Later, 1) } };

        Assert.Equal(0.20m, Assert.IsType<InsufficientFundsException>(GivenHolds.Decide(new Withdraw(Given.Id, 0.21m), wallet, Given.Now.AddTicks(-1), before, after, standing).Result.Refusal).Available);
        var decision = GivenHolds.Decide(new Withdraw(Given.Id, 0.40m), wallet, Given.Now, before, after, standing);

        Assert.Equal([after with { Status = HoldStatus.Expired, UpdatedAt = Later }], decision.Changes!.Value.Holds);
        Assert.Equal(
            new HoldTotals { HeldMinorUnits = 3, LastNumber = 3, OpenCount = 2, NextExpiry = Soon, EndedThrough = new EndedThrough(Later, 1) },
            decision.Result.Wallet!.Holds);
    }

    [Fact]
    public void A_credit_says_what_has_expired_and_ends_nothing()
    {
        var (hold, next) = (Given.Hold(100, Soon), Given.Hold(7, Later, number: 2));
        var wallet = Given.Holding(Given.Wallet(107) with { IsOverdrawn = true, CreditLimitMinorUnits = -1 }, hold, next);

        var decision = GivenHolds.Decide(new Deposit(Given.Id, 0.01m), wallet, Soon, hold, next);

        Assert.Equal(wallet.Holds, decision.Changes!.Value.Wallets.First!.Holds);
        Assert.Equal(wallet.Holds with { HeldMinorUnits = 7, NextExpiry = Later }, decision.Result.Wallet!.Holds);
        Assert.Equal((0.07m, false), (decision.Result.Wallet.Held, decision.Result.Wallet.IsOverdrawn));
    }

    [Fact]
    public void Expiries_are_recorded_in_one_change_and_leave_those_to_come()
    {
        var first = Given.Hold(100, Given.Now.AddHours(-1), captured: 40);
        var second = Given.Hold(50, Given.Now, number: 2);
        var third = Given.Hold(7, Soon, number: 3);
        var wallet = Given.Holding(Given.Wallet(1_000), first, second, third);

        var decision = GivenHolds.Decide(new ExpireHolds(Given.Id), wallet, Given.Now, first, second, third);

        Assert.Equal(
            [first with { Status = HoldStatus.Expired, UpdatedAt = Given.Now }, second with { Status = HoldStatus.Expired, UpdatedAt = Given.Now }],
            decision.Changes!.Value.Holds);
        var changed = wallet with { Version = 8, UpdatedAt = Given.Now, ChainHash = decision.Result.Wallet!.ChainHash, Holds = new HoldTotals { HeldMinorUnits = 7, LastNumber = 3, OpenCount = 1, NextExpiry = Soon } };
        Assert.Equal([changed], decision.Changes.Value.Wallets);
        Assert.Equal(new CommandResult { Wallet = changed }, decision.Result);
        Assert.Empty(decision.Changes.Value.Transactions);
    }

    [Theory]
    [InlineData(255, 0)]
    [InlineData(256, 0)]
    [InlineData(257, 1)]
    public void One_command_records_at_most_256_expiries_and_frees_the_money_of_all(int count, int left)
    {
        Hold[] holds = [.. Enumerable.Range(1, count).Select(i => Given.Hold(2, Given.Opened.AddSeconds(i), number: i))];
        var wallet = Given.Holding(Given.Wallet(1_000_000), holds);

        var decision = GivenHolds.Decide(new ExpireHolds(Given.Id), wallet, Given.Now, holds);

        Assert.Equal(holds[..(count - left)].Select(hold => hold.Id), decision.Changes!.Value.Holds.Select(hold => hold.Id));
        Assert.Equal(
            new HoldTotals { LastNumber = count, OpenCount = left, EndedThrough = left == 0 ? null : new EndedThrough(Given.Now, count) },
            decision.Result.Wallet!.Holds);
    }

    [Fact]
    public void Totals_that_no_hold_justifies_are_corrected()
    {
        var wallet = Given.Wallet(100) with { Holds = new HoldTotals { LastNumber = 1, NextExpiry = Given.Now } };
        var ended = Given.Wallet(100) with { Holds = new HoldTotals { LastNumber = 1, EndedThrough = new EndedThrough(Later, 1) } };

        foreach (var standing in new[] { wallet, ended })
        {
            var decision = GivenHolds.Decide(new ExpireHolds(Given.Id), standing, Given.Now);

            Assert.Equal(new HoldTotals { LastNumber = 1 }, Assert.Single(decision.Changes!.Value.Wallets).Holds);
            Assert.Equal(standing.Version + 1, decision.Result.Wallet!.Version);
        }
    }

    [Fact]
    public void A_sweep_changes_nothing_if_no_hold_has_expired()
    {
        var hold = Given.Hold(100, Soon);
        var wallet = Given.Holding(Given.Wallet(100), hold);

        var decision = GivenHolds.Decide(new ExpireHolds(Given.Id), wallet, Given.Now, hold);

        Assert.Equal(new Decision(new CommandResult { Wallet = wallet }), decision);
        Given.AssertRefused<WalletNotFoundException>($"wallet {Given.Id} does not exist.", Given.Decide(new ExpireHolds(Given.Id), null));
    }

    [Fact]
    public void Expiring_holds_may_hold_the_whole_range_and_their_end_ends_an_overdraft()
    {
        Hold[] holds = [Given.Hold(long.MaxValue - 1, Given.Now), Given.Hold(1, Given.Now, number: 2)];
        var wallet = Given.Holding(Given.Wallet() with { IsOverdrawn = true }, holds);

        var decision = GivenHolds.Decide(new ExpireHolds(Given.Id), wallet, Given.Now, holds);

        Assert.Equal((new HoldTotals { LastNumber = 2 }, false), (decision.Result.Wallet!.Holds, decision.Result.Wallet.IsOverdrawn));
    }

    [Fact]
    public void A_hold_takes_the_place_of_a_full_range_that_has_expired()
    {
        var hold = Given.Hold(long.MaxValue, Given.Now);
        var wallet = Given.Holding(Given.Wallet(long.MaxValue), hold);

        Assert.Equal(1, GivenHolds.Decide(new PlaceHold(Given.Id, 0.01m), wallet, Given.Now, hold).Result.Wallet?.Holds.HeldMinorUnits);
    }

    [Fact]
    public void A_hold_is_refused_where_as_many_are_open_as_may_be_whether_or_not_they_have_expired()
    {
        Hold[] holds = [Given.Hold(100, Given.Now), Given.Hold(100, number: 2)];
        var wallet = Given.Holding(Given.Wallet(1_000), holds);
        var place = new PlaceHold(Given.Id, 1m) { MaxOpenHolds = 2 };

        Given.AssertRefused<TooManyOpenHoldsException>(
            $"wallet {Given.Id} has 2 open holds, and may have 2; a hold that has expired counts until its expiry is recorded.", GivenHolds.Decide(place, wallet, Given.Now, holds));
        Assert.Equal(3, GivenHolds.Decide(place with { MaxOpenHolds = 3 }, wallet, Given.Now, holds).Result.Wallet?.Holds.OpenCount);
    }
}
