using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Tests.Rules;

public sealed class RebateRulesTests
{
    private static readonly Guid Claim = new(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    private static readonly TransactionId Deposit = Given.Rebate().Deposit;

    [Fact]
    public void A_pending_rebate_is_paid_by_a_transaction_that_names_its_deposit()
    {
        var decision = Given.Decide(new PayRebate(Deposit, 1m), Given.Wallet(balance: 10_000), Given.Rebate(claim: Claim, attempts: 3));

        var transaction = Assert.Single(decision.Changes!.Value.Transactions);
        Assert.Equal((TransactionType.Rebate, 100, 10_100, 5, 7), (transaction.Type, transaction.AmountMinorUnits, transaction.BalanceAfterMinorUnits, transaction.Sequence, transaction.Links.RebateOf));
        Assert.Equal(
            Given.Rebate(RebateStatus.Paid, attempts: 3) with { PaidVersion = 8, UpdatedAt = Given.Now },
            decision.Changes.Value.Rebate);
        Assert.Equal(decision.Changes.Value.Rebate, decision.Result.Rebate);
        Assert.Equal(decision.Result.Wallet, Assert.Single(decision.Changes.Value.Wallets));
    }

    [Fact]
    public void A_rebate_that_comes_to_zero_is_recorded_as_nothing_due_and_moves_no_money()
    {
        var decision = Given.Decide(new PayRebate(Deposit, 0.000m), Given.Wallet(10_000), Given.Rebate(claim: Claim));

        Assert.Equal(Given.Rebate(RebateStatus.NothingDue) with { UpdatedAt = Given.Now }, decision.Changes!.Value.Rebate);
        AssertMovesNoMoney(decision);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("1.001")]
    public void A_rebate_of_a_closed_wallet_is_canceled_with_the_reason(string amount)
    {
        var command = new PayRebate(Deposit, decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture));

        var decision = Given.Decide(command, Given.Wallet(10_000, WalletStatus.Closed), Given.Rebate(claim: Claim));

        Assert.Equal(Given.Rebate(RebateStatus.Cancelled) with { Reason = "the wallet is closed", UpdatedAt = Given.Now }, decision.Changes!.Value.Rebate);
        AssertMovesNoMoney(decision);
    }

    [Fact]
    public void A_failure_on_a_closed_wallet_cancels_as_no_further_attempt_could_pay()
    {
        var decision = Given.Decide(new FailRebate(Deposit, Claim, "boom", TimeSpan.FromHours(1)), Given.Wallet(0, WalletStatus.Closed), Given.Rebate(claim: Claim));

        Assert.Equal(Given.Rebate(RebateStatus.Cancelled) with { Reason = "the wallet is closed", UpdatedAt = Given.Now }, decision.Changes!.Value.Rebate);
    }

    [Fact]
    public void A_rebate_lands_on_a_frozen_wallet() =>
        Assert.Equal(RebateStatus.Paid, Given.Decide(new PayRebate(Deposit, 1m), Given.Wallet(0, WalletStatus.Frozen), Given.Rebate()).Result.Rebate?.Status);

    [Fact]
    public void A_rebate_is_held_to_the_currency_and_the_range_like_any_amount()
    {
        AssertRefused<InvalidAmountException>(new PayRebate(Deposit, 0.001m), Given.Wallet(), Given.Rebate());
        AssertRefused<InvalidAmountException>(new PayRebate(Deposit, -1m), Given.Wallet(), Given.Rebate());
        AssertRefused<InvalidAmountException>(new PayRebate(Deposit, decimal.MaxValue), Given.Wallet(), Given.Rebate());
        AssertRefused<BalanceOutOfRangeException>(new PayRebate(Deposit, 0.01m), Given.Wallet(long.MaxValue), Given.Rebate());
    }

    [Theory]
    [InlineData(RebateStatus.Paid)]
    [InlineData(RebateStatus.NothingDue)]
    [InlineData(RebateStatus.Cancelled)]
    [InlineData(RebateStatus.Dead)]
    public void A_rebate_that_is_settled_is_neither_paid_nor_failed_again(RebateStatus status)
    {
        var refusal = AssertRefused<RebateStateException>(new PayRebate(Deposit, 1m), Given.Wallet(), Given.Rebate(status, Claim));

        Assert.Equal(status, refusal.Status);
        Assert.Equal($"the rebate of transaction {Deposit} is {status}; it must be Pending.", refusal.Message);
        AssertRefused<RebateStateException>(new FailRebate(Deposit, Claim, "boom", null), Given.Wallet(), Given.Rebate(status, Claim));
    }

    [Fact]
    public void A_failed_rebate_waits_for_its_next_attempt_with_the_error_and_the_count()
    {
        var decision = Given.Decide(new FailRebate(Deposit, Claim, "boom", TimeSpan.FromMinutes(1) + TimeSpan.FromTicks(7)), Given.Wallet(), Given.Rebate(claim: Claim, attempts: 2));

        Assert.Equal(Given.Rebate(attempts: 3) with { DueAt = Given.Now.AddMinutes(1), Reason = "boom", UpdatedAt = Given.Now }, decision.Changes!.Value.Rebate);
        AssertMovesNoMoney(decision);
    }

    [Fact]
    public void A_wait_that_would_end_after_the_year_9999_is_refused()
    {
        var now = DateTimeOffset.MaxValue - TimeSpan.FromDays(1);
        var command = new FailRebate(Deposit, Claim, "boom", TimeSpan.FromDays(1) + TimeSpan.FromTicks(1));
        var state = new CommandState(Given.Wallet(), Rebate: Given.Rebate(claim: Claim));

        Assert.Equal("retryIn 1.00:00:00.0000001 must end before the year 10,000.", WalletRules.Decide(command, state, now).Result.Refusal?.Message);
        Assert.Null(WalletRules.Decide(command with { RetryIn = TimeSpan.FromDays(1) }, state, now).Result.Refusal);
    }

    [Fact]
    public void A_rebate_that_is_not_tried_again_is_dead()
    {
        var decision = Given.Decide(new FailRebate(Deposit, Claim, "boom", null), Given.Wallet(), Given.Rebate(claim: Claim, attempts: 9));

        Assert.Equal((RebateStatus.Dead, 10, "boom"), (decision.Result.Rebate!.Status, decision.Result.Rebate.Attempts, decision.Result.Rebate.Reason));
    }

    [Fact]
    public void A_failure_under_a_claim_that_was_taken_over_changes_nothing()
    {
        var refusal = AssertRefused<RebateStateException>(new FailRebate(Deposit, Claim, "late", null), Given.Wallet(), Given.Rebate(claim: new Guid(9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9)));

        Assert.Equal($"the rebate of transaction {Deposit} is Pending; it must be under the claim that the attempt was made with.", refusal.Message);
        AssertRefused<RebateStateException>(new FailRebate(Deposit, Claim, "late", null), Given.Wallet(), Given.Rebate(claim: null));
    }

    [Fact]
    public void An_error_is_kept_as_far_as_every_store_can_keep_it()
    {
        var error = "a\0b\uD83D" + new string('x', 2_000);

        var reason = Given.Decide(new FailRebate(Deposit, Claim, error, null), Given.Wallet(), Given.Rebate(claim: Claim)).Result.Rebate!.Reason!;

        Assert.Equal(FailRebate.MaxErrorLength, reason.Length);
        Assert.StartsWith("a\uFFFDb\uFFFDxxx", reason, StringComparison.Ordinal);
        Assert.Null(Text.Check("reason", reason, 1, FailRebate.MaxErrorLength));
        Assert.Equal("", Given.Decide(new FailRebate(Deposit, Claim, null!, null), Given.Wallet(), Given.Rebate(claim: Claim)).Result.Rebate!.Reason);
    }

    [Theory]
    [InlineData("", "\U0001F600 paid \U0001F600", "\U0001F600 paid \U0001F600")]
    [InlineData("", "\U0001F600\0", "\U0001F600\uFFFD")]
    [InlineData("x", "\U0001F600", "\U0001F600")]
    [InlineData("xx", "\U0001F600", "")]
    [InlineData("xx", "y\U0001F600", "y")]
    public void A_character_of_two_halves_is_kept_whole_or_not_at_all(string before, string error, string kept)
    {
        // The text before leaves room for two characters, or for one.
        var start = before.Length == 0 ? "" : new string('x', FailRebate.MaxErrorLength - 3 + before.Length);

        var reason = Given.Decide(new FailRebate(Deposit, Claim, start + error, null), Given.Wallet(), Given.Rebate(claim: Claim)).Result.Rebate!.Reason;

        Assert.Equal(start + kept, reason);
    }

    [Fact]
    public void A_dead_rebate_is_requeued_due_at_once_with_its_attempts_counted_anew()
    {
        var dead = Given.Rebate(RebateStatus.Dead, attempts: 10) with { Reason = "boom" };

        var decision = Given.Decide(new RequeueRebate(Deposit), Given.Wallet(), dead);

        Assert.Equal(dead with { Status = RebateStatus.Pending, Attempts = 0, DueAt = Given.Now, UpdatedAt = Given.Now }, decision.Changes!.Value.Rebate);
    }

    [Theory]
    [InlineData(RebateStatus.Pending)]
    [InlineData(RebateStatus.Paid)]
    [InlineData(RebateStatus.NothingDue)]
    [InlineData(RebateStatus.Cancelled)]
    public void A_rebate_that_is_due_or_settled_is_not_requeued(RebateStatus status) =>
        AssertRefused<RebateStateException>(new RequeueRebate(Deposit), Given.Wallet(), Given.Rebate(status));

    [Fact]
    public void A_rebate_or_a_wallet_that_does_not_exist_is_refused_by_its_id()
    {
        foreach (var command in new RebateCommand[] { new PayRebate(Deposit, 1m), new FailRebate(Deposit, Claim, "boom", null), new RequeueRebate(Deposit) })
        {
            Assert.Contains(Given.Id.ToString(), AssertRefused<WalletNotFoundException>(command, null, null).Message, StringComparison.Ordinal);
            Assert.Contains($"{Given.Id}/7", AssertRefused<RebateNotFoundException>(command, Given.Wallet(), null).Message, StringComparison.Ordinal);
        }
    }

    private static T AssertRefused<T>(RebateCommand command, Wallet? wallet, Rebate? rebate)
        where T : WalletException
    {
        var decision = Given.Decide(command, wallet, rebate);

        Assert.Null(decision.Changes);
        return Assert.IsType<T>(decision.Result.Refusal);
    }

    private static void AssertMovesNoMoney(Decision decision)
    {
        Assert.Empty(decision.Changes!.Value.Transactions);
        Assert.Empty(decision.Changes.Value.Wallets);
        Assert.Null(decision.Result.Transaction);
    }
}
