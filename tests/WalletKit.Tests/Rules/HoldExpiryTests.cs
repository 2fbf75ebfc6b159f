using System.Collections.Immutable;
using WalletKit.Commands;
using WalletKit.Rules;

namespace WalletKit.Tests.Rules;

/// <summary>A hold has expired from its time on, for everyone, whether that is recorded yet or not, and for good.</summary>
public sealed class HoldExpiryTests
{
    private static readonly DateTimeOffset Soon = Given.Now.AddHours(1);
    private static readonly DateTimeOffset Later = Given.Now.AddHours(2);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void The_time_to_the_expiry_runs_from_the_placing_in_whole_microseconds()
    {
        var ahead = Given.Wallet(100) with { UpdatedAt = Later };

        Assert.Null(Place(Given.Wallet(100), null).ExpiresAt);
        Assert.Equal(Soon, Place(Given.Wallet(100), Hour + TimeSpan.FromTicks(9)).ExpiresAt);
        Assert.Equal(Later + Hour, Place(ahead, Hour).ExpiresAt);

        static Hold Place(Wallet wallet, TimeSpan? expiresIn) => Given.Decide(new PlaceHold(Given.Id, 1m) { ExpiresIn = expiresIn }, wallet).Result.Hold!;
    }

    [Fact]
    public void An_expiry_past_the_last_year_is_refused_by_name()
    {
        var last = Given.Wallet(100) with { UpdatedAt = DateTimeOffset.MaxValue.AddDays(-1) };

        var refusal = Given.Decide(new PlaceHold(Given.Id, 1m) { ExpiresIn = TimeSpan.FromDays(2) }, last).Result.Refusal;

        Assert.Equal("expiresIn 2.00:00:00 must end before the year 10,000.", Assert.IsType<InvalidInputException>(refusal).Message);
        Assert.Equal(
            Timestamp.Of(DateTimeOffset.MaxValue),
            Given.Decide(new PlaceHold(Given.Id, 1m) { ExpiresIn = TimeSpan.FromDays(1) }, last).Changes!.Value.Placed!.ExpiresAt);
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
            Assert.Equal(Later, NextAfter(end(first), wallet, first, first, second));
            Assert.Equal(Soon, NextAfter(end(second), wallet, second, first, second));
            Assert.Equal(Soon, NextAfter(end(never), wallet, never));
            Assert.Null(NextAfter(end(first), Given.Holding(Given.Wallet(100), first), first, first));
        }

        Assert.Equal(Soon, NextAfter(new CaptureHold(first.Id, 0.01m) { KeepOpen = true }, wallet, first, first, second));

        static DateTimeOffset? NextAfter(KeyedCommand command, Wallet wallet, Hold hold, params ImmutableArray<Hold> expiring) =>
            WalletRules.Decide(command, new CommandState(wallet) { Hold = hold, Expiring = expiring }, Given.Now).Result.Wallet!.Holds.NextExpiry;
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void From_its_time_on_a_hold_can_be_neither_captured_nor_voided_and_holds_nothing_back(int microseconds, bool hasExpired)
    {
        var hold = Given.Hold(100, Soon);
        var state = new CommandState(Given.Holding(Given.Wallet(100), hold)) { Hold = hold, Expiring = [hold] };
        var now = Soon.AddMicroseconds(microseconds);

        foreach (KeyedCommand command in new KeyedCommand[] { new CaptureHold(hold.Id), new VoidHold(hold.Id) })
        {
            var refusal = WalletRules.Decide(command, state, now).Result.Refusal;
            Assert.Equal(hasExpired ? "hold_expired" : null, refusal?.Code);
        }

        foreach (KeyedCommand command in new KeyedCommand[] { new Withdraw(Given.Id, 1m), new PlaceHold(Given.Id, 1m) })
        {
            Assert.Equal(hasExpired ? null : "insufficient_funds", WalletRules.Decide(command, state, now).Result.Refusal?.Code);
        }

        Assert.Equal(hasExpired, WalletRules.Decide(new ExpireHolds(Given.Id), state, now).Changes is not null);
    }

    // 100 nanoseconds before its time it stands, though times are kept in microseconds.
    [Fact]
    public void The_last_instant_before_its_time_is_not_rounded_up_to_it()
    {
        var hold = Given.Hold(100, Soon);
        var state = new CommandState(Given.Holding(Given.Wallet(100), hold)) { Hold = hold, Expiring = [hold] };

        Assert.Null(WalletRules.Decide(new CaptureHold(hold.Id), state, Soon.AddTicks(-1)).Result.Refusal);
    }

    [Fact]
    public void A_hold_whose_money_was_spent_stays_expired_though_the_clock_is_set_back()
    {
        var hold = Given.Hold(100, Soon);
        var spent = WalletRules.Decide(new Withdraw(Given.Id, 1m), new CommandState(Given.Holding(Given.Wallet(100), hold)) { Expiring = [hold] }, Soon).Result.Wallet!;
        var state = new CommandState(spent) { Hold = hold, Expiring = [hold] };

        foreach (KeyedCommand command in new KeyedCommand[] { new CaptureHold(hold.Id), new VoidHold(hold.Id) })
        {
            Assert.Equal("hold_expired", WalletRules.Decide(command, state, Given.Now).Result.Refusal?.Code);
        }

        Assert.Equal(0m, Assert.IsType<InsufficientFundsException>(WalletRules.Decide(new Withdraw(Given.Id, 1m), state, Given.Now).Result.Refusal).Available);
        var swept = WalletRules.Decide(new ExpireHolds(Given.Id), state, Given.Now);
        Assert.Equal([hold with { Status = HoldStatus.Expired, UpdatedAt = Soon }], swept.Changes!.Value.Holds);
        Assert.Equal((0, 0), (swept.Result.Wallet!.BalanceMinorUnits, swept.Result.Wallet.Holds.HeldMinorUnits));
    }

    [Fact]
    public void Expiries_are_recorded_in_one_change_and_leave_those_to_come()
    {
        var first = Given.Hold(100, Given.Now.AddHours(-1), captured: 40);
        var second = Given.Hold(50, Given.Now, number: 2);
        var third = Given.Hold(7, Soon, number: 3);
        var wallet = Given.Holding(Given.Wallet(1_000), first, second, third);

        var decision = WalletRules.Decide(new ExpireHolds(Given.Id), new CommandState(wallet) { Expiring = [first, second, third] }, Given.Now);

        Assert.Equal(
            [first with { Status = HoldStatus.Expired, UpdatedAt = Given.Now }, second with { Status = HoldStatus.Expired, UpdatedAt = Given.Now }],
            decision.Changes!.Value.Holds);
        var changed = wallet with { Version = 8, UpdatedAt = Given.Now, Holds = new HoldTotals { HeldMinorUnits = 7, LastNumber = 3, NextExpiry = Soon } };
        Assert.Equal([changed], decision.Changes.Value.Wallets);
        Assert.Equal(new CommandResult { Wallet = changed }, decision.Result);
        Assert.Empty(decision.Changes.Value.Transactions);
    }

    [Theory]
    [InlineData(999, 0)]
    [InlineData(1_000, 0)]
    [InlineData(1_001, 1)]
    public void One_command_records_at_most_a_thousand_expiries(int count, int left)
    {
        ImmutableArray<Hold> holds = [.. Enumerable.Range(1, count).Select(i => Given.Hold(2, Given.Opened.AddSeconds(i), number: i))];
        var wallet = Given.Holding(Given.Wallet(1_000_000), [.. holds]);

        var decision = WalletRules.Decide(new ExpireHolds(Given.Id), new CommandState(wallet) { Expiring = holds }, Given.Now);

        Assert.Equal(count - left, decision.Changes!.Value.Holds.Length);
        Assert.Equal(
            new HoldTotals { HeldMinorUnits = 2 * left, LastNumber = count, NextExpiry = left == 0 ? null : holds[^1].ExpiresAt },
            decision.Result.Wallet!.Holds);
    }

    [Fact]
    public void What_is_left_over_may_expire_at_the_same_time_as_what_is_recorded()
    {
        ImmutableArray<Hold> holds = [.. Enumerable.Range(1, ExpireHolds.MaxHolds + 1).Select(i => Given.Hold(2, Given.Now, number: i))];
        var wallet = Given.Holding(Given.Wallet(1_000_000), [.. holds]);

        var decision = WalletRules.Decide(new ExpireHolds(Given.Id), new CommandState(wallet) { Expiring = holds }, Given.Now);

        Assert.Equal(ExpireHolds.MaxHolds, decision.Changes!.Value.Holds.Length);
        Assert.Equal(wallet.Holds with { HeldMinorUnits = 2 }, decision.Result.Wallet!.Holds);
    }

    [Fact]
    public void A_next_expiry_that_no_hold_stands_behind_is_put_right()
    {
        var wallet = Given.Wallet(100) with { Holds = new HoldTotals { LastNumber = 1, NextExpiry = Given.Now } };

        var decision = Given.Decide(new ExpireHolds(Given.Id), wallet);

        Assert.Null(Assert.Single(decision.Changes!.Value.Wallets).Holds.NextExpiry);
        Assert.Equal(wallet.Version + 1, decision.Result.Wallet!.Version);
    }

    [Fact]
    public void Where_nothing_has_expired_nothing_changes()
    {
        var hold = Given.Hold(100, Soon);
        var wallet = Given.Holding(Given.Wallet(100), hold);

        var decision = WalletRules.Decide(new ExpireHolds(Given.Id), new CommandState(wallet) { Expiring = [hold] }, Given.Now);

        Assert.Equal(new Decision(new CommandResult { Wallet = wallet }), decision);
        Given.AssertRefused<WalletNotFoundException>($"wallet {Given.Id} does not exist.", Given.Decide(new ExpireHolds(Given.Id), null));
    }

    [Fact]
    public void What_expires_may_be_held_up_to_the_whole_range_and_ends_an_overdraft()
    {
        ImmutableArray<Hold> holds = [Given.Hold(long.MaxValue - 1, Given.Now), Given.Hold(1, Given.Now, number: 2)];
        var wallet = Given.Holding(Given.Wallet() with { IsOverdrawn = true }, [.. holds]);

        var decision = WalletRules.Decide(new ExpireHolds(Given.Id), new CommandState(wallet) { Expiring = holds }, Given.Now);

        Assert.Equal((0, null, false), (decision.Result.Wallet!.Holds.HeldMinorUnits, decision.Result.Wallet.Holds.NextExpiry, decision.Result.Wallet.IsOverdrawn));
    }

    // Its money is free, but the sum of what is recorded would pass 64 bits until a sweep has been.
    [Fact]
    public void A_hold_on_top_of_a_full_range_that_has_expired_waits_for_the_sweep()
    {
        var hold = Given.Hold(long.MaxValue, Given.Now);
        var wallet = Given.Holding(Given.Wallet(long.MaxValue), hold);
        var command = new PlaceHold(Given.Id, 0.01m);

        Assert.IsType<BalanceOutOfRangeException>(WalletRules.Decide(command, new CommandState(wallet) { Expiring = [hold] }, Given.Now).Result.Refusal);
        var swept = WalletRules.Decide(new ExpireHolds(Given.Id), new CommandState(wallet) { Expiring = [hold] }, Given.Now).Result.Wallet;
        Assert.Null(Given.Decide(command, swept).Result.Refusal);
    }
}
