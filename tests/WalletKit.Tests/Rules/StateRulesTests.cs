using System.Collections.Immutable;
using WalletKit.Commands;
using WalletKit.Stores;

namespace WalletKit.Tests.Rules;

public sealed class StateRulesTests
{
    public static TheoryData<StateCommand, WalletStatus, WalletEventType, WalletStatus> Passages => new()
    {
        { new FreezeWallet(Given.Id), WalletStatus.Active, WalletEventType.Frozen, WalletStatus.Frozen },
        { new UnfreezeWallet(Given.Id), WalletStatus.Frozen, WalletEventType.Unfrozen, WalletStatus.Active },
        { new CloseWallet(Given.Id), WalletStatus.Active, WalletEventType.Closed, WalletStatus.Closed },
        { new CloseWallet(Given.Id), WalletStatus.Frozen, WalletEventType.Closed, WalletStatus.Closed },
        { new SetCreditLimit(Given.Id, 0m), WalletStatus.Frozen, WalletEventType.CreditLimitSet, WalletStatus.Frozen },
    };

    [Theory]
    [MemberData(nameof(Passages), DisableDiscoveryEnumeration = true)]
    public void Each_change_of_state_is_one_event_and_moves_no_money(StateCommand command, WalletStatus before, WalletEventType type, WalletStatus after)
    {
        var decision = Given.Decide(command with { Reason = "asked by the owner" }, Given.Wallet(status: before));

        var wallet = Given.Wallet(status: after) with { Version = 8, UpdatedAt = Given.Now, ChainHash = decision.Changes!.Value.Entries.First!.Hash };
        var happened = new WalletEvent
        {
            WalletId = Given.Id,
            Version = 8,
            Type = type,
            Currency = wallet.Currency,
            CreditLimitMinorUnits = type == WalletEventType.CreditLimitSet ? 0 : null,
            Reason = "asked by the owner",
            CreatedAt = Given.Now,
        };
        Assert.Equal(new CommandResult { Wallet = wallet, Event = happened }, decision.Result);
        Assert.Equal(happened, decision.Changes.Value.Event);
        Assert.Equal([wallet], decision.Changes.Value.Wallets);
        Assert.Empty(decision.Changes.Value.Transactions);
        Assert.Empty(decision.Changes.Value.Holds);
    }

    [Fact]
    public void A_state_is_entered_only_from_where_it_can_be()
    {
        Given.AssertRefused<WalletAlreadyFrozenException>($"wallet {Given.Id} is frozen already.", Given.Decide(new FreezeWallet(Given.Id), Given.Wallet(status: WalletStatus.Frozen)));
        Given.AssertRefused<WalletNotFrozenException>($"wallet {Given.Id} is not frozen.", Given.Decide(new UnfreezeWallet(Given.Id), Given.Wallet()));
    }

    [Fact]
    public void Closed_is_for_good()
    {
        foreach (StateCommand command in new StateCommand[] { new FreezeWallet(Given.Id), new UnfreezeWallet(Given.Id), new CloseWallet(Given.Id), new SetCreditLimit(Given.Id, 0m) })
        {
            Given.AssertRefused<WalletClosedException>($"wallet {Given.Id} is closed.", Given.Decide(command, Given.Wallet(status: WalletStatus.Closed)));
            Given.AssertRefused<WalletNotFoundException>($"wallet {Given.Id} does not exist.", Given.Decide(command, null));
        }
    }

    [Fact]
    public void A_wallet_closes_only_with_no_balance_and_nothing_held()
    {
        var close = new CloseWallet(Given.Id);

        Given.AssertRefused<WalletNotEmptyException>(
            $"wallet {Given.Id} has a balance of 0.01 with 0.00 held; both must be 0 to close it.", Given.Decide(close, Given.Wallet(1)));
        Given.AssertRefused<WalletNotEmptyException>(
            $"wallet {Given.Id} has a balance of -0.01 with 0.00 held; both must be 0 to close it.", Given.Decide(close, Given.Wallet(-1) with { CreditLimitMinorUnits = 1 }));
        Given.AssertRefused<WalletNotEmptyException>(
            $"wallet {Given.Id} has a balance of 0.00 with 0.01 held; both must be 0 to close it.",
            Given.Decide(close, Given.Holding(Given.Wallet() with { CreditLimitMinorUnits = 1 }, Given.Hold(1))));
    }

    [Fact]
    public void Closing_records_the_holds_that_have_expired()
    {
        ImmutableArray<Hold> holds = [Given.Hold(100, Given.Opened, captured: 60), Given.Hold(7, Given.Now, number: 2)];
        var wallet = Given.Holding(Given.Wallet(), [.. holds]);

        var decision = GivenHolds.Decide(new CloseWallet(Given.Id), wallet, Given.Now, holds);

        Assert.Equal(holds.Select(hold => hold with { Status = HoldStatus.Expired, UpdatedAt = Given.Now }), decision.Changes!.Value.Holds);
        Assert.Equal(new HoldTotals { LastNumber = 2 }, decision.Result.Wallet?.Holds);
        Given.AssertRefused<WalletNotEmptyException>(
            $"wallet {Given.Id} has a balance of 0.00 with 0.07 held; both must be 0 to close it.",
            GivenHolds.Decide(new CloseWallet(Given.Id), wallet, Given.Now.AddMicroseconds(-1), holds));
    }

    [Fact]
    public void A_closed_wallet_has_nothing_available_whatever_its_limit()
    {
        var closed = Given.Decide(new CloseWallet(Given.Id), Given.Wallet() with { CreditLimitMinorUnits = 1_250 }).Result.Wallet!;

        Assert.Equal((12.5m, 0m, 0m), (closed.CreditLimit, closed.Available, WalletBalance.Of(closed).Available));
    }

    [Fact]
    public void A_wallet_that_closes_with_nothing_missing_is_not_overdrawn()
    {
        var hold = Given.Hold(100, Given.Now);
        var overdrawn = Given.Holding(Given.Wallet() with { IsOverdrawn = true }, hold);

        var decision = GivenHolds.Decide(new CloseWallet(Given.Id), overdrawn, Given.Now, hold);

        Assert.False(decision.Result.Wallet!.IsOverdrawn);
    }

    [Fact]
    public void A_credit_limit_can_be_spent_as_soon_as_it_is_set()
    {
        var wallet = Given.Decide(new SetCreditLimit(Given.Id, 12.50m), Given.Wallet()).Result.Wallet!;

        Assert.Equal((1_250, 12.5m), (wallet.CreditLimitMinorUnits, wallet.Available));
        Assert.Equal(-1_250, Given.Decide(new Withdraw(Given.Id, 12.5m), wallet).Result.Wallet?.BalanceMinorUnits);
        Given.AssertRefused<InsufficientFundsException>(
            $"wallet {Given.Id} has 12.50 available, less than the 12.51 requested.", Given.Decide(new Withdraw(Given.Id, 12.51m), wallet));
    }

    [Fact]
    public void A_credit_limit_may_be_the_whole_range_and_no_more()
    {
        var decision = Given.Decide(new SetCreditLimit(Given.Id, 92233720368547758.07m), Given.Wallet(long.MaxValue));

        Assert.Equal((long.MaxValue, 184467440737095516.14m), (decision.Result.Wallet!.CreditLimitMinorUnits, decision.Result.Wallet.Available));
        Assert.Equal(92233720368547758.07m, decision.Result.Event!.CreditLimit);
        Given.AssertRefused<InvalidAmountException>(
            "amount 92233720368547758.08 is past the range of USD: at most 92233720368547758.07.",
            Given.Decide(new SetCreditLimit(Given.Id, 92233720368547758.08m), Given.Wallet()));
        Given.AssertRefused<InvalidAmountException>(
            "amount 0.001 has more decimals than the 2 of USD; nothing is rounded.", Given.Decide(new SetCreditLimit(Given.Id, 0.001m), Given.Wallet()));
    }

    [Fact]
    public void A_credit_limit_is_not_set_below_what_is_used()
    {
        var wallet = Given.Holding(Given.Wallet(-30), Given.Hold(50)) with { CreditLimitMinorUnits = 100 };

        Assert.Equal(80, Given.Decide(new SetCreditLimit(Given.Id, 0.80m), wallet).Result.Wallet?.CreditLimitMinorUnits);
        var refusal = Given.AssertRefused<CreditLimitInUseException>(
            $"wallet {Given.Id} uses 0.80 of its credit limit, more than the 0.79 requested.", Given.Decide(new SetCreditLimit(Given.Id, 0.79m), wallet));
        Assert.Equal((0.80m, 0.79m), (refusal.Used, refusal.Requested));
    }

    [Fact]
    public void A_hold_whose_time_has_run_out_uses_no_credit()
    {
        var hold = Given.Hold(50, Given.Now);
        var wallet = Given.Holding(Given.Wallet() with { CreditLimitMinorUnits = 50 }, hold);

        Assert.Equal(0, GivenHolds.Decide(new SetCreditLimit(Given.Id, 0m), wallet, Given.Now, hold).Result.Wallet?.CreditLimitMinorUnits);
        Assert.IsType<CreditLimitInUseException>(GivenHolds.Decide(new SetCreditLimit(Given.Id, 0m), wallet, Given.Now.AddMicroseconds(-1), hold).Result.Refusal);
    }

    [Fact]
    public void The_used_part_of_a_credit_limit_may_pass_64_bits()
    {
        var wallet = Given.Wallet(long.MinValue) with { CreditLimitMinorUnits = 1, IsOverdrawn = true, Holds = new HoldTotals { HeldMinorUnits = long.MaxValue, LastNumber = 1 } };

        Given.AssertRefused<CreditLimitInUseException>(
            $"wallet {Given.Id} uses 184467440737095516.15 of its credit limit, more than the 0.00 requested.", Given.Decide(new SetCreditLimit(Given.Id, 0.00m), wallet));
    }

    [Fact]
    public void A_limit_that_covers_an_overdraft_ends_it_and_one_that_does_not_can_be_raised_all_the_same()
    {
        var overdrawn = Given.Wallet(-100) with { IsOverdrawn = true, CreditLimitMinorUnits = 10 };

        Assert.True(Given.Decide(new SetCreditLimit(Given.Id, 0.99m), overdrawn).Result.Wallet!.IsOverdrawn);
        Assert.True(Given.Decide(new SetCreditLimit(Given.Id, 0.10m), overdrawn).Result.Wallet!.IsOverdrawn);
        Assert.False(Given.Decide(new SetCreditLimit(Given.Id, 1m), overdrawn).Result.Wallet!.IsOverdrawn);
        Assert.IsType<CreditLimitInUseException>(Given.Decide(new SetCreditLimit(Given.Id, 0.09m), overdrawn).Result.Refusal);
    }

    [Fact]
    public void An_event_is_not_before_the_wallets_last_change()
    {
        var decision = Given.Decide(new FreezeWallet(Given.Id), Given.Wallet() with { UpdatedAt = Given.Now.AddHours(1) });

        Assert.Equal((Given.Now.AddHours(1), Given.Now.AddHours(1)), (decision.Result.Event!.CreatedAt, decision.Result.Wallet!.UpdatedAt));
    }

    [Fact]
    public void A_time_correction_brings_the_wallet_back_to_the_clock()
    {
        foreach (var status in new[] { WalletStatus.Active, WalletStatus.Frozen, WalletStatus.Closed })
        {
            var ahead = Given.Wallet(status: status) with { UpdatedAt = Given.Now.AddMicroseconds(1) };

            var decision = Given.Decide(new CorrectTime(Given.Id) { Reason = "the clock ran ahead" }, ahead);

            Assert.Equal((WalletEventType.TimeCorrected, Given.Now, "the clock ran ahead"), (decision.Result.Event!.Type, decision.Result.Event.CreatedAt, decision.Result.Event.Reason));
            Assert.Equal((Given.Now, status), (decision.Result.Wallet!.UpdatedAt, decision.Result.Wallet.Status));
        }
    }

    [Fact]
    public void The_time_of_a_wallet_that_is_not_ahead_is_not_corrected() =>
        Given.AssertRefused<WalletTimeNotAheadException>(
            $"wallet {Given.Id} is at {Given.Now:O}, which is not ahead of the clock.", Given.Decide(new CorrectTime(Given.Id), Given.Wallet() with { UpdatedAt = Given.Now }));

    [Fact]
    public void A_repetition_under_the_key_gets_the_event_of_the_first()
    {
        var command = new FreezeWallet(Given.Id) { IdempotencyKey = "key" };
        var first = Given.Decide(command, Given.Wallet());

        var again = Given.Decide(command, null, first.Changes!.Value.Recorded);

        Assert.Equal(new CommandResult { Replayed = true, Event = first.Result.Event }, again.Result);
        Assert.Null(again.Changes);
    }
}
