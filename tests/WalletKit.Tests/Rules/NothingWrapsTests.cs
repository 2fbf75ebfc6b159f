using WalletKit.Commands;
using WalletKit.Model;
using WalletKit.Rules;

namespace WalletKit.Tests.Rules;

/// <summary>If a number of the books is at its last value, or if the books are impossible, the next command is an error and nothing is written.</summary>
public sealed class NothingWrapsTests
{
    private static readonly Hold Expired = Given.Hold(long.MaxValue, Given.Opened);

    [Fact]
    public void The_last_sequence_is_followed_by_none()
    {
        var last = Given.Wallet(100) with { LastSequence = long.MaxValue };

        AssertOverflow(new Deposit(Given.Id, 1m), new CommandState(last));
        AssertOverflow(new Transfer(Given.Id, Given.OtherId, 1m), new CommandState(last) { Counterpart = Given.Other() });
        AssertOverflow(new Transfer(Given.Id, Given.OtherId, 1m), new CommandState(Given.Wallet(100)) { Counterpart = Given.Other() with { LastSequence = long.MaxValue } });
    }

    [Fact]
    public void The_last_version_is_followed_by_none()
    {
        var last = Given.Wallet(100) with { Version = long.MaxValue };

        AssertOverflow(new Withdraw(Given.Id, 1m), new CommandState(last));
        AssertOverflow(new FreezeWallet(Given.Id), new CommandState(last));
    }

    [Fact]
    public void The_last_hold_is_followed_by_none() =>
        AssertOverflow(new PlaceHold(Given.Id, 1m), new CommandState(Given.Wallet(100) with { Holds = new HoldTotals { LastNumber = long.MaxValue } }));

    [Fact]
    public void The_last_attempt_is_followed_by_none()
    {
        var rebate = Given.Rebate(claim: Guid.NewGuid(), attempts: int.MaxValue);

        AssertOverflow(new FailRebate(rebate.Deposit, rebate.Claim!.Value, "error", null), new CommandState(Given.Wallet(), Rebate: rebate));
    }

    [Theory]
    [InlineData(long.MaxValue, 1)]
    [InlineData(long.MinValue, -1)]
    public void A_balance_past_its_range_is_not_booked(long balance, long amount) =>
        Assert.Throws<OverflowException>(() => Entries.Append(Given.Wallet(balance), default, TransactionType.Deposit, amount, Given.Now, Notes.None));

    [Fact]
    public void An_amount_that_has_no_opposite_is_not_reversed()
    {
        var wallet = Given.Wallet(long.MinValue);

        AssertOverflow(
            new Reverse(new TransactionId(Given.Id, 5)),
            new CommandState(wallet) { Reversal = new ReversalState(Given.Newest(wallet, TransactionType.Withdrawal, long.MinValue)) });
    }

    [Fact]
    public void Holds_of_more_than_64_bits_together_are_not_released()
    {
        var wallet = Given.Wallet() with { Holds = new HoldTotals { HeldMinorUnits = 1, NextExpiry = Given.Opened } };
        var ended = new EndedThrough(Given.Now.AddHours(1), 0);

        Assert.Throws<OverflowException>(() => GivenHolds.Decide(new ExpireHolds(Given.Id), wallet, Given.Now, Expired, Expired with { Id = new HoldId(Given.Id, 2) }));
        Assert.Throws<OverflowException>(() => GivenHolds.Decide(
            new ExpireHolds(Given.Id), wallet with { Holds = wallet.Holds with { EndedThrough = ended } }, Given.Now, Expired, Expired with { Id = new HoldId(Given.Id, 2) }));
        Assert.Throws<OverflowException>(() => GivenHolds.Decide(new ExpireHolds(Given.Id), wallet with { Holds = wallet.Holds with { HeldMinorUnits = -2 } }, Given.Now, Expired));
        AssertOverflow(
            new VoidHold(Expired.Id),
            new CommandState(wallet with { Holds = wallet.Holds with { HeldMinorUnits = -2 } }) { Hold = Expired with { ExpiresAt = null } });
    }

    [Fact]
    public void A_sum_that_no_decimal_holds_is_not_shown()
    {
        Assert.Throws<OverflowException>(() => Funds.ToUnits(Int128.MaxValue, Given.Wallet()));
        Assert.Throws<OverflowException>(() => Funds.ToUnits(-((Int128)1 << 96), Given.Wallet()));
    }

    private static void AssertOverflow(WalletCommand command, CommandState state) =>
        Assert.Throws<OverflowException>(() => WalletRules.Decide(command, state, Given.Now));
}
