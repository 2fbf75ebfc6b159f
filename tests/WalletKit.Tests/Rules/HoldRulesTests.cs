using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Tests.Rules;

/// <summary>The placing, capturing and voiding of holds; <see cref="HoldExpiryTests"/> has the effects of time.</summary>
public sealed class HoldRulesTests
{
    private static readonly CaptureHold Capture = new(new HoldId(Given.Id, 1));
    private static readonly VoidHold Release = new(new HoldId(Given.Id, 1));

    [Fact]
    public void A_hold_lowers_what_is_available_and_not_the_balance()
    {
        var command = new PlaceHold(Given.Id, 12.5m) { ExpiresIn = TimeSpan.FromHours(1), Reference = "order-7", Metadata = Given.Metadata(("a", "1")) };

        var decision = Given.Decide(command, Given.Wallet(2_000));

        var hold = Given.Hold(1_250, Given.Now.AddHours(1)) with
        {
            CreatedAt = Given.Now,
            UpdatedAt = Given.Now,
            Reference = "order-7",
            Metadata = Given.Metadata(("a", "1")),
        };
        var wallet = Given.Holding(Given.Wallet(2_000) with { Version = 8, UpdatedAt = Given.Now, ChainHash = decision.Result.Wallet!.ChainHash }, hold);
        Assert.Equal(new CommandResult { Wallet = wallet, Hold = hold, HoldVersion = 8 }, decision.Result);
        Assert.Equal(hold, decision.Changes!.Value.Placed);
        Assert.Equal([wallet], decision.Changes.Value.Wallets);
        Assert.Empty(decision.Changes.Value.Transactions);
        Assert.Equal((20m, 12.5m, 7.5m), (wallet.Balance, wallet.Held, wallet.Available));
    }

    [Fact]
    public void All_that_is_available_can_be_held_and_no_more()
    {
        var wallet = Given.Holding(Given.Wallet(150), Given.Hold(100)) with { CreditLimitMinorUnits = 30 };

        Assert.Equal(180, Given.Decide(new PlaceHold(Given.Id, 0.80m), wallet).Result.Wallet?.Holds.HeldMinorUnits);
        Given.AssertRefused<InsufficientFundsException>(
            $"wallet {Given.Id} has 0.80 available, less than the 0.81 requested.", Given.Decide(new PlaceHold(Given.Id, 0.81m), wallet));
    }

    [Fact]
    public void The_held_amount_stays_within_64_bits_though_balance_and_limit_together_do_not()
    {
        var wallet = Given.Wallet(long.MaxValue) with { CreditLimitMinorUnits = long.MaxValue };
        var nearlyFull = wallet with { Holds = new HoldTotals { HeldMinorUnits = long.MaxValue - 1, LastNumber = 1 } };

        Assert.Equal(long.MaxValue, Given.Decide(new PlaceHold(Given.Id, 92233720368547758.07m), wallet).Result.Wallet?.Holds.HeldMinorUnits);
        Assert.Equal(long.MaxValue, Given.Decide(new PlaceHold(Given.Id, 0.01m), nearlyFull).Result.Wallet?.Holds.HeldMinorUnits);
        Given.AssertRefused<BalanceOutOfRangeException>(
            $"wallet {Given.Id} has 92233720368547758.07; 0.02 more is past the range of a balance.", Given.Decide(new PlaceHold(Given.Id, 0.02m), nearlyFull));
    }

    [Fact]
    public void Numbers_run_on_over_holds_that_have_ended() =>
        Assert.Equal(
            new HoldId(Given.Id, 9),
            Given.Decide(new PlaceHold(Given.Id, 1m), Given.Wallet(100) with { Holds = new HoldTotals { LastNumber = 8 } }).Result.Hold?.Id);

    [Fact]
    public void A_frozen_wallet_takes_no_hold_and_no_capture_but_lets_one_go()
    {
        var wallet = Given.Holding(Given.Wallet(100, WalletStatus.Frozen), Given.Hold());

        Assert.IsType<WalletFrozenException>(Given.Decide(new PlaceHold(Given.Id, 1m), wallet).Result.Refusal);
        Assert.IsType<WalletFrozenException>(Decide(Capture, wallet, Given.Hold()).Result.Refusal);
        Assert.Equal(HoldStatus.Voided, Decide(Release, wallet, Given.Hold()).Result.Hold?.Status);
    }

    [Fact]
    public void A_capture_takes_all_that_remains_unless_told_otherwise()
    {
        var command = Capture with { Reference = "order-7", Metadata = Given.Metadata(("a", "1")) };
        var hold = Given.Hold(100, captured: 30);

        var decision = Decide(command, Given.Holding(Given.Wallet(150), hold), hold);

        var wallet = Given.Holding(Given.Wallet(80), hold with { Status = HoldStatus.Captured }) with { LastSequence = 5, Version = 8, UpdatedAt = Given.Now };
        var transaction = new WalletTransaction
        {
            WalletId = Given.Id,
            Sequence = 5,
            Type = TransactionType.Capture,
            Currency = hold.Currency,
            AmountMinorUnits = -70,
            BalanceAfterMinorUnits = 80,
            Version = 8,
            CreatedAt = Given.Now,
            Account = "external",
            Reference = "order-7",
            Metadata = Given.Metadata(("a", "1")),
            Links = new TransactionLinks { Hold = 1, HoldRemainingMinorUnits = 0 },
        }.ChainTo(wallet);
        var captured = hold with { CapturedMinorUnits = 100, Status = HoldStatus.Captured, UpdatedAt = Given.Now };
        Assert.Equal(new CommandResult { Wallet = wallet, Transactions = [transaction], Hold = captured, HoldVersion = 8 }, decision.Result);
        Assert.Equal([wallet], decision.Changes!.Value.Wallets);
        Assert.Equal([transaction], decision.Changes.Value.Transactions);
        Assert.Equal([captured], decision.Changes.Value.Holds);
    }

    [Theory]
    [InlineData(false, 0, HoldStatus.Captured)]
    [InlineData(true, 60, HoldStatus.Open)]
    public void The_rest_of_a_capture_is_released_unless_it_is_kept_open(bool keepOpen, long remaining, HoldStatus status)
    {
        var decision = Decide(Capture with { Amount = 0.40m, KeepOpen = keepOpen }, Given.Holding(Given.Wallet(150), Given.Hold()), Given.Hold());

        var hold = Assert.Single(decision.Changes!.Value.Holds);
        Assert.Equal((40, remaining, status), (hold.CapturedMinorUnits, hold.RemainingMinorUnits, hold.Status));
        Assert.Equal((110, remaining), (decision.Result.Wallet!.BalanceMinorUnits, decision.Result.Wallet.Holds.HeldMinorUnits));
        Assert.Equal((-40, remaining), (decision.Result.Transaction!.AmountMinorUnits, decision.Result.Transaction.Links.HoldRemainingMinorUnits));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0.600")]
    public void A_capture_of_all_ends_the_hold_though_it_was_to_be_kept_open(string? amount)
    {
        var hold = Given.Hold(100, captured: 40);
        var asked = amount is null ? (decimal?)null : decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture);

        var decision = Decide(Capture with { Amount = asked, KeepOpen = true }, Given.Holding(Given.Wallet(60), hold), hold);

        Assert.Equal((HoldStatus.Captured, 100, 0), Life(Assert.Single(decision.Changes!.Value.Holds)));
        Assert.Equal((0, 0), (decision.Result.Wallet!.BalanceMinorUnits, decision.Result.Wallet.Holds.HeldMinorUnits));
    }

    [Fact]
    public void More_than_remains_is_refused_with_both_amounts()
    {
        var hold = Given.Hold(100, captured: 40);

        var refusal = Given.AssertRefused<HoldExceededException>(
            $"hold {hold.Id} has 0.60 left, less than the 0.61 requested.", Decide(Capture with { Amount = 0.61m }, Given.Holding(Given.Wallet(1_000), hold), hold));

        Assert.Equal((hold.Id, 0.60m, 0.61m), (refusal.HoldId, refusal.Remaining, refusal.Requested));
    }

    [Fact]
    public void The_largest_hold_can_be_captured_on_credit_alone()
    {
        var hold = Given.Hold(long.MaxValue);
        var wallet = Given.Holding(Given.Wallet() with { CreditLimitMinorUnits = long.MaxValue }, hold);

        var decision = Decide(Capture, wallet, hold);

        Assert.Equal((-long.MaxValue, 0), (decision.Result.Wallet!.BalanceMinorUnits, decision.Result.Wallet.Holds.HeldMinorUnits));
    }

    [Fact]
    public void A_capture_past_the_bottom_of_the_range_is_refused()
    {
        var overdrawn = Given.Holding(Given.Wallet(long.MinValue + 99) with { IsOverdrawn = true }, Given.Hold());

        Given.AssertRefused<BalanceOutOfRangeException>(
            $"wallet {Given.Id} has -92233720368547757.09; -1.00 more is past the range of a balance.", Decide(Capture, overdrawn, Given.Hold()));
        Assert.Equal(long.MinValue, Decide(Capture with { Amount = 0.99m }, overdrawn, Given.Hold()).Result.Wallet?.BalanceMinorUnits);
    }

    [Fact]
    public void A_void_releases_all_that_remains_and_keeps_what_was_captured()
    {
        var hold = Given.Hold(100, captured: 40);

        var decision = Decide(Release, Given.Holding(Given.Wallet(150), hold), hold);

        var voided = hold with { Status = HoldStatus.Voided, UpdatedAt = Given.Now };
        var wallet = Given.Holding(Given.Wallet(150) with { Version = 8, UpdatedAt = Given.Now, ChainHash = decision.Result.Wallet!.ChainHash }, voided);
        Assert.Equal(new CommandResult { Wallet = wallet, Hold = voided, HoldVersion = 8 }, decision.Result);
        Assert.Equal([voided], decision.Changes!.Value.Holds);
        Assert.Equal([wallet], decision.Changes.Value.Wallets);
        Assert.Empty(decision.Changes.Value.Transactions);
    }

    [Theory]
    [InlineData(HoldStatus.Captured, "hold_captured")]
    [InlineData(HoldStatus.Voided, "hold_voided")]
    [InlineData(HoldStatus.Expired, "hold_expired")]
    public void An_ended_hold_is_refused_by_how_it_ended(HoldStatus status, string code)
    {
        var hold = Given.Hold(status: status, expiresAt: Given.Now.AddHours(-1));
        foreach (KeyedCommand command in new KeyedCommand[] { Capture, Release })
        {
            var decision = Decide(command, Given.Wallet(1_000), hold);

            var refusal = Assert.IsType<HoldEndedException>(decision.Result.Refusal);
            Assert.Equal((code, hold.Id, status), (refusal.Code, refusal.HoldId, refusal.Status));
            Assert.Null(decision.Changes);
        }
    }

    [Fact]
    public void A_hold_that_does_not_exist_is_refused_by_its_identity()
    {
        Given.AssertRefused<HoldNotFoundException>($"there is no hold {Given.Id}/1.", Decide(Capture, Given.Wallet(100), null));
        Given.AssertRefused<HoldNotFoundException>($"there is no hold {Given.Id}/1.", Decide(Release, Given.Wallet(100), null));
        Given.AssertRefused<WalletNotFoundException>($"wallet {Given.Id} does not exist.", Decide(Capture, null, null));
    }

    [Fact]
    public void Money_that_is_released_ends_the_overdraft_once_nothing_is_missing()
    {
        var hold = Given.Hold();
        Wallet Overdrawn(long balance) => Given.Holding(Given.Wallet(balance) with { IsOverdrawn = true }, hold);

        Assert.False(Decide(Release, Overdrawn(0), hold).Result.Wallet!.IsOverdrawn);
        Assert.True(Decide(Release, Overdrawn(-1), hold).Result.Wallet!.IsOverdrawn);
        Assert.False(Decide(Capture with { Amount = 0.40m }, Overdrawn(40), hold).Result.Wallet!.IsOverdrawn);
        Assert.True(Decide(Capture with { Amount = 0.40m, KeepOpen = true }, Overdrawn(40), hold).Result.Wallet!.IsOverdrawn);
        Assert.True(Decide(Capture, Overdrawn(99), hold).Result.Wallet!.IsOverdrawn);
    }

    [Fact]
    public void A_repetition_under_the_key_gets_the_hold_or_the_transaction_of_the_first()
    {
        var wallet = Given.Holding(Given.Wallet(150), Given.Hold());
        AssertRepeats(new PlaceHold(Given.Id, 0.50m) { IdempotencyKey = "key" }, new CommandState(wallet));
        AssertRepeats(Capture with { IdempotencyKey = "key" }, new CommandState(wallet) { Hold = Given.Hold() });
        AssertRepeats(Release with { IdempotencyKey = "key" }, new CommandState(wallet) { Hold = Given.Hold() });
    }

    private static void AssertRepeats(KeyedCommand command, CommandState state)
    {
        var first = WalletRules.Decide(command, state, Given.Now);

        var again = WalletRules.Decide(command, new CommandState(null, first.Changes!.Value.Recorded), Given.Now);

        Assert.Equal(new CommandResult { Replayed = true, Hold = first.Result.Hold, HoldVersion = first.Result.HoldVersion, Transactions = first.Result.Transactions }, again.Result);
        Assert.Null(again.Changes);
    }

    private static (HoldStatus Status, long Captured, long Remaining) Life(Hold hold) => (hold.Status, hold.CapturedMinorUnits, hold.RemainingMinorUnits);

    private static Decision Decide(KeyedCommand command, Wallet? wallet, Hold? hold) =>
        WalletRules.Decide(command, new CommandState(wallet) { Hold = hold }, Given.Now);
}
