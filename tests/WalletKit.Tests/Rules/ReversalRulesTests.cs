using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Tests.Rules;

/// <summary>The reversal of one transaction of one wallet; <see cref="TransferReversalTests"/> has the reversals of transfers.</summary>
public sealed class ReversalRulesTests
{
    private static readonly Reverse Command = new(new TransactionId(Given.Id, 7));

    [Fact]
    public void A_reversal_takes_back_what_the_transaction_added_and_names_it()
    {
        var command = Command with { Reference = "order-7", Metadata = Given.Metadata(("a", "1")) };

        var decision = Decide(command, Given.Wallet(150), TransactionType.Deposit, 100);

        var wallet = Given.Wallet(50) with { LastSequence = 5, Version = 8, UpdatedAt = Given.Now };
        var transaction = (Given.Newest(wallet, TransactionType.Reversal, -100, new TransactionLinks { ReversalOf = 7 }) with
        {
            Reference = "order-7",
            Metadata = Given.Metadata(("a", "1")),
        }).ChainTo(wallet);
        Assert.Equal(new CommandResult { Wallet = wallet, Transactions = [transaction] }, decision.Result);
        Assert.Equal([wallet], decision.Changes!.Value.Wallets);
        Assert.Equal([transaction], decision.Changes.Value.Transactions);
        Assert.Null(decision.Changes.Value.Rebate);
        Assert.Null(decision.Changes.Value.Recorded);
    }

    [Theory]
    [InlineData(TransactionType.Withdrawal, -100, 150)]
    [InlineData(TransactionType.Capture, -100, 150)]
    [InlineData(TransactionType.Rebate, 50, 0)]
    public void Every_type_but_a_reversal_can_be_reversed(TransactionType type, long amount, long balance)
    {
        var decision = Decide(Command, Given.Wallet(50), type, amount);

        Assert.Equal((balance, -amount), (decision.Result.Wallet!.BalanceMinorUnits, decision.Result.Transaction!.AmountMinorUnits));
    }

    [Theory]
    [InlineData(RebateStatus.Pending)]
    [InlineData(RebateStatus.Dead)]
    public void The_rebate_of_a_reversed_deposit_is_canceled_if_it_may_still_be_paid(RebateStatus status)
    {
        var rebate = Given.Rebate(status, claim: Guid.NewGuid(), attempts: 3) with { Reason = "boom" };

        var decision = Decide(Command, Given.Wallet(100), TransactionType.Deposit, 100, rebate);

        var cancelled = Given.Rebate(RebateStatus.Cancelled, attempts: 3) with { Reason = "the deposit was reversed", UpdatedAt = Given.Now };
        Assert.Equal(cancelled, decision.Changes!.Value.Rebate);
        Assert.Equal(cancelled, decision.Result.Rebate);
        Assert.Single(decision.Changes.Value.Transactions);
    }

    [Theory]
    [InlineData(RebateStatus.NothingDue)]
    [InlineData(RebateStatus.Cancelled)]
    public void A_rebate_that_came_to_nothing_stays_as_it_is(RebateStatus status)
    {
        var decision = Decide(Command, Given.Wallet(100), TransactionType.Deposit, 100, Given.Rebate(status));

        Assert.Null(decision.Result.Refusal);
        Assert.Null(decision.Changes!.Value.Rebate);
        Assert.Null(decision.Result.Rebate);
    }

    [Fact]
    public void A_paid_rebate_is_taken_back_with_its_deposit()
    {
        var (paid, payment) = Paid(10);

        var decision = Decide(Command, Given.Wallet(115), TransactionType.Deposit, 100, paid, payment);

        var wallet = Given.Wallet(5) with { LastSequence = 6, Version = 9, UpdatedAt = Given.Now };
        var second = Given.Newest(wallet, TransactionType.Reversal, -10, new TransactionLinks { ReversalOf = 6 }) with { Account = "rebates" };
        var first = second with { Sequence = 5, Version = 8, AmountMinorUnits = -100, BalanceAfterMinorUnits = 15, Account = "external", Links = new TransactionLinks { ReversalOf = 7 } };
        first.ChainTo(wallet with { LastSequence = 5, Version = 8, BalanceMinorUnits = 15 });
        wallet.SetChainHash(first.Hash);
        second.ChainTo(wallet);
        var rebate = paid with { Reason = "taken back by transaction 9, because the deposit was reversed", UpdatedAt = Given.Now };
        Assert.Equal(new CommandResult { Wallet = wallet, Transactions = [first, second], Rebate = rebate }, decision.Result);
        Assert.Equal([wallet], decision.Changes!.Value.Wallets);
        Assert.Equal([first, second], decision.Changes.Value.Transactions);
        Assert.Equal(rebate, decision.Changes.Value.Rebate);
    }

    [Fact]
    public void A_paid_rebate_that_was_reversed_by_itself_is_not_taken_back_again()
    {
        var decision = Decide(Command, Given.Wallet(100), TransactionType.Deposit, 100, Paid(10).Rebate);

        Assert.Equal(0, decision.Result.Wallet?.BalanceMinorUnits);
        Assert.Single(decision.Changes!.Value.Transactions);
        Assert.Null(decision.Changes.Value.Rebate);
    }

    [Fact]
    public void The_money_for_both_the_deposit_and_its_rebate_must_be_there()
    {
        var (paid, payment) = Paid(10);

        Given.AssertRefused<InsufficientFundsException>(
            $"wallet {Given.Id} has 1.09 available, less than the 1.10 requested.", Decide(Command, Given.Wallet(109), TransactionType.Deposit, 100, paid, payment));
        Assert.Equal(0, Decide(Command, Given.Wallet(110), TransactionType.Deposit, 100, paid, payment).Result.Wallet?.BalanceMinorUnits);
    }

    [Fact]
    public void Deposit_and_rebate_together_may_pass_64_bits_and_are_refused_as_what_they_are()
    {
        var (paid, payment) = Paid(long.MaxValue);

        Given.AssertRefused<InsufficientFundsException>(
            $"wallet {Given.Id} has 92233720368547758.07 available, less than the 184467440737095516.14 requested.",
            Decide(Command, Given.Wallet(long.MaxValue), TransactionType.Deposit, long.MaxValue, paid, payment));
        Given.AssertRefused<BalanceOutOfRangeException>(
            $"wallet {Given.Id} has -0.02; -184467440737095516.14 more is past the range of a balance.",
            Decide(Command with { AllowOverdraft = true }, Given.Wallet(-2), TransactionType.Deposit, long.MaxValue, paid, payment));
        Assert.Equal(
            -long.MaxValue,
            Decide(Command, Given.Wallet(long.MaxValue) with { CreditLimitMinorUnits = long.MaxValue }, TransactionType.Deposit, long.MaxValue, paid, payment).Result.Wallet?.BalanceMinorUnits);
    }

    [Fact]
    public void Money_that_is_held_is_not_there_for_a_reversal()
    {
        var hold = Given.Hold(60, Given.Now);
        var wallet = Given.Holding(Given.Wallet(150), hold);
        var state = State(wallet, TransactionType.Deposit, 100);

        Assert.IsType<InsufficientFundsException>(WalletRules.Decide(Command, state, Given.Now.AddMicroseconds(-1)).Result.Refusal);
        Assert.Null(WalletRules.Decide(Command, state with { Expired = GivenHolds.Expired(wallet, Given.Now, hold) }, Given.Now).Result.Refusal);
    }

    [Fact]
    public void An_overdraft_that_is_allowed_is_marked_where_there_is_one()
    {
        var allowed = Command with { AllowOverdraft = true };
        var credit = Given.Wallet(50) with { CreditLimitMinorUnits = 50 };

        Assert.Equal((-50, true), Overdraft(Decide(allowed, Given.Wallet(50), TransactionType.Deposit, 100)));
        Assert.Equal((0, false), Overdraft(Decide(allowed, Given.Wallet(100), TransactionType.Deposit, 100)));
        Assert.Equal((-50, false), Overdraft(Decide(allowed, credit, TransactionType.Deposit, 100)));
        Assert.Equal((-51, true), Overdraft(Decide(allowed, credit, TransactionType.Deposit, 101)));
        Assert.Equal((90, true), Overdraft(Decide(allowed, Given.Holding(Given.Wallet(100), Given.Hold(100)), TransactionType.Deposit, 10)));
        var (paid, payment) = Paid(10);
        Assert.Equal((-1, true), Overdraft(Decide(allowed, Given.Wallet(109), TransactionType.Deposit, 100, paid, payment)));
    }

    [Fact]
    public void An_overdraft_ends_with_the_credit_that_brings_it_back_to_nothing_missing()
    {
        var overdrawn = Given.Wallet(-100) with { IsOverdrawn = true };

        Assert.True(Given.Decide(new Deposit(Given.Id, 0.99m), overdrawn).Result.Wallet!.IsOverdrawn);
        Assert.False(Given.Decide(new Deposit(Given.Id, 1m), overdrawn).Result.Wallet!.IsOverdrawn);
        Assert.Equal((-1, true), Overdraft(Decide(Command, overdrawn, TransactionType.Withdrawal, -99)));
        Assert.Equal((0, false), Overdraft(Decide(Command, overdrawn, TransactionType.Withdrawal, -100)));
        Assert.Equal((-1, true), Overdraft(Decide(Command with { AllowOverdraft = true }, overdrawn, TransactionType.Withdrawal, -99)));
    }

    [Fact]
    public void An_overdraft_reaches_the_bottom_of_the_range_and_not_past_it()
    {
        var allowed = Command with { AllowOverdraft = true };

        Assert.Equal((long.MinValue, true), Overdraft(Decide(allowed, Given.Wallet(-1), TransactionType.Deposit, long.MaxValue)));
        Given.AssertRefused<BalanceOutOfRangeException>(
            $"wallet {Given.Id} has -0.02; -92233720368547758.07 more is past the range of a balance.", Decide(allowed, Given.Wallet(-2), TransactionType.Deposit, long.MaxValue));
        Given.AssertRefused<BalanceOutOfRangeException>(
            $"wallet {Given.Id} has 0.01; 92233720368547758.07 more is past the range of a balance.", Decide(Command, Given.Wallet(1), TransactionType.Withdrawal, -long.MaxValue));
    }

    [Fact]
    public void A_transaction_is_reversed_once_and_a_reversal_never()
    {
        var again = State(Given.Wallet(1_000), TransactionType.Deposit, 100);

        var refusal = Given.AssertRefused<AlreadyReversedException>(
            $"transaction {Given.Id}/7 was reversed already, by {Given.Id}/9.",
            WalletRules.Decide(Command, again with { Reversal = again.Reversal! with { ReversedBy = 9 } }, Given.Now));
        Assert.Equal((Command.Transaction, new TransactionId(Given.Id, 9)), (refusal.TransactionId, refusal.Reversal));
        Given.AssertRefused<NotReversibleException>(
            $"transaction {Given.Id}/7 is a reversal, and a reversal is not reversed.", Decide(Command, Given.Wallet(1_000), TransactionType.Reversal, 100));
        Given.AssertRefused<TransactionNotFoundException>($"there is no transaction {Given.Id}/7.", Given.Decide(Command, Given.Wallet(1_000)));
        Given.AssertRefused<WalletNotFoundException>($"wallet {Given.Id} does not exist.", Given.Decide(Command, null));
    }

    [Fact]
    public void On_a_frozen_wallet_only_a_debit_can_be_reversed()
    {
        Assert.IsType<WalletFrozenException>(Decide(Command, Given.Wallet(100, WalletStatus.Frozen), TransactionType.Deposit, 100).Result.Refusal);
        Assert.Null(Decide(Command, Given.Wallet(100, WalletStatus.Frozen), TransactionType.Withdrawal, -100).Result.Refusal);
        Assert.IsType<WalletClosedException>(Decide(Command, Given.Wallet(0, WalletStatus.Closed), TransactionType.Withdrawal, -100).Result.Refusal);
    }

    [Fact]
    public void A_repetition_under_the_key_gets_all_transactions_of_the_first()
    {
        var (paid, payment) = Paid(10);
        var command = Command with { IdempotencyKey = "key" };
        var first = Decide(command, Given.Wallet(110), TransactionType.Deposit, 100, paid, payment);

        var again = WalletRules.Decide(command, new CommandState(null, first.Changes!.Value.Recorded), Given.Now);

        Assert.Equal(new CommandResult { Replayed = true, Transactions = first.Result.Transactions }, again.Result);
        Assert.Equal(2, again.Result.Transactions.Count);
        Assert.Null(again.Changes);
    }

    private static (long Balance, bool IsOverdrawn) Overdraft(Decision decision) => (decision.Result.Wallet!.BalanceMinorUnits, decision.Result.Wallet.IsOverdrawn);

    private static (Rebate Rebate, WalletTransaction Payment) Paid(long amount) => (
        Given.Rebate(RebateStatus.Paid) with { PaidVersion = 6 },
        Given.Newest(Given.Wallet(), TransactionType.Rebate, amount, new TransactionLinks { RebateOf = 7 }) with { Sequence = 3, Version = 6 });

    private static CommandState State(Wallet wallet, TransactionType type, long amount, Rebate? rebate = null, WalletTransaction? payment = null) =>
        new(wallet, Rebate: rebate) { Reversal = new ReversalState(Given.Newest(wallet, type, amount), RebatePayment: payment) };

    private static Decision Decide(Reverse command, Wallet wallet, TransactionType type, long amount, Rebate? rebate = null, WalletTransaction? payment = null) =>
        WalletRules.Decide(command, State(wallet, type, amount, rebate, payment), Given.Now);
}
