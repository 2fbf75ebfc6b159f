using WalletKit.Commands;
using WalletKit.Stores;

namespace WalletKit.Tests.Rules;

/// <summary>Deposits and withdrawals, one refusal and one success after another.</summary>
public sealed class WalletRulesTests
{
    [Fact]
    public void A_deposit_adds_to_the_balance_and_says_so_in_a_transaction()
    {
        var command = new Deposit(Given.Id, 12.5m) { Reference = "order-7", Metadata = Given.Metadata(("a", "1")) };

        var decision = Given.Decide(command, Given.Wallet(balance: 100));

        var transaction = decision.Result.Transaction!;
        var after = Given.Wallet(balance: 1_350) with { LastSequence = 5, Version = 8, UpdatedAt = Given.Now };
        var expected = new WalletTransaction
        {
            WalletId = Given.Id,
            Sequence = 5,
            Type = TransactionType.Deposit,
            Currency = Currency.FromIso("USD"),
            AmountMinorUnits = 1_250,
            BalanceAfterMinorUnits = 1_350,
            Version = 8,
            CreatedAt = Given.Now,
            Account = "external",
            Reference = "order-7",
            Metadata = Given.Metadata(("a", "1")),
        }.ChainTo(after);
        Assert.Equal(expected, transaction);
        Assert.Equal(after, decision.Result.Wallet);
        Assert.Equal([transaction], decision.Changes!.Value.Transactions);
        Assert.Equal([decision.Result.Wallet!], decision.Changes.Value.Wallets);
        Assert.Null(decision.Changes.Value.Earned);
        Assert.Null(decision.Changes.Value.Recorded);
        Assert.False(decision.Result.Replayed);
    }

    [Fact]
    public void A_withdrawal_takes_from_the_balance_and_says_so_in_a_transaction()
    {
        var decision = Given.Decide(new Withdraw(Given.Id, 1m), Given.Wallet(balance: 150));

        var transaction = Assert.Single(decision.Changes!.Value.Transactions);
        Assert.Equal((TransactionType.Withdrawal, -100, 50), (transaction.Type, transaction.AmountMinorUnits, transaction.BalanceAfterMinorUnits));
        Assert.Equal(50, decision.Result.Wallet!.BalanceMinorUnits);
        Assert.Null(decision.Result.Rebate);
    }

    [Fact]
    public void A_rebate_is_due_by_the_clock_where_the_wallets_own_time_is_ahead_of_it()
    {
        var ahead = Given.Wallet(balance: 0) with { UpdatedAt = Given.Now.AddYears(1) };

        var decision = Given.Decide(new Deposit(Given.Id, 1m) { RebateTerms = new RebateTerms("percentage", "terms") }, ahead);

        Assert.Equal(ahead.UpdatedAt, decision.Result.Transaction!.CreatedAt);
        Assert.Equal(Given.Now, decision.Changes!.Value.Earned!.DueAt);
    }

    [Fact]
    public void The_whole_balance_can_be_withdrawn() =>
        Assert.Equal(0, Given.Decide(new Withdraw(Given.Id, 1.50m), Given.Wallet(balance: 150)).Result.Wallet?.BalanceMinorUnits);

    [Fact]
    public void A_balance_can_reach_the_top_of_its_range()
    {
        var decision = Given.Decide(new Deposit(Given.Id, 0.01m), Given.Wallet(balance: long.MaxValue - 1));

        Assert.Equal(long.MaxValue, decision.Result.Wallet?.BalanceMinorUnits);
    }

    [Fact]
    public void A_deposit_with_terms_earns_a_pending_rebate_in_the_same_change()
    {
        var decision = Given.Decide(new Deposit(Given.Id, 100m) { RebateTerms = Given.Terms }, Given.Wallet());

        var earned = decision.Changes!.Value.Earned!;
        Assert.Equal(Given.Rebate() with { Deposit = decision.Result.Transaction!.Id, DueAt = Given.Now, UpdatedAt = Given.Now }, earned);
        Assert.Equal(earned, decision.Result.Rebate);
        Assert.Equal(10_000, decision.Result.Wallet?.BalanceMinorUnits);
    }

    [Fact]
    public void A_credit_lands_on_a_frozen_wallet() =>
        Assert.Null(Given.Decide(new Deposit(Given.Id, 1m), Given.Wallet(status: WalletStatus.Frozen)).Result.Refusal);

    [Fact]
    public void A_debit_from_a_frozen_wallet_is_refused() =>
        AssertRefused<WalletFrozenException>(new Withdraw(Given.Id, 1m), Given.Wallet(1_000, WalletStatus.Frozen), "wallet_frozen", $"wallet {Given.Id} is frozen: debits and new holds are refused.");

    [Fact]
    public void A_closed_wallet_takes_no_credit_and_no_debit()
    {
        var closed = Given.Wallet(1_000, WalletStatus.Closed);

        AssertRefused<WalletClosedException>(new Deposit(Given.Id, 1m), closed, "wallet_closed", $"wallet {Given.Id} is closed.");
        AssertRefused<WalletClosedException>(new Withdraw(Given.Id, 1m), closed, "wallet_closed", $"wallet {Given.Id} is closed.");
    }

    [Fact]
    public void A_wallet_that_does_not_exist_is_refused_by_its_id()
    {
        AssertRefused<WalletNotFoundException>(new Deposit(Given.Id, 1m), null, "wallet_not_found", $"wallet {Given.Id} does not exist.");
        AssertRefused<WalletNotFoundException>(new Withdraw(Given.Id, 1m), null, "wallet_not_found", $"wallet {Given.Id} does not exist.");
    }

    [Fact]
    public void More_than_the_balance_is_refused_with_both_amounts()
    {
        var refusal = AssertRefused<InsufficientFundsException>(
            new Withdraw(Given.Id, 1.51m), Given.Wallet(150), "insufficient_funds", $"wallet {Given.Id} has 1.50 available, less than the 1.51 requested.");

        Assert.Equal((1.50m, 1.51m), (refusal.Available, refusal.Requested));
    }

    [Fact]
    public void A_balance_past_its_range_is_refused_with_both_amounts()
    {
        var refusal = AssertRefused<BalanceOutOfRangeException>(
            new Deposit(Given.Id, 0.02m), Given.Wallet(long.MaxValue - 1), "balance_out_of_range", $"wallet {Given.Id} has 92233720368547758.06; 0.02 more is past the range of a balance.");

        Assert.Equal(0.02m, refusal.Requested);
    }

    [Fact]
    public void Another_version_than_the_expected_is_refused_with_both_numbers()
    {
        var refusal = AssertRefused<ConcurrencyConflictException>(
            new Withdraw(Given.Id, 1m) { ExpectedVersion = 6 }, Given.Wallet(1_000), "concurrency_conflict", $"wallet {Given.Id} is at version 7, not the expected 6.");

        Assert.Equal((6, 7), (refusal.ExpectedVersion, refusal.ActualVersion));
        Assert.Null(Given.Decide(new Withdraw(Given.Id, 1m) { ExpectedVersion = 7 }, Given.Wallet(1_000)).Result.Refusal);
    }

    [Fact]
    public void Another_currency_than_the_wallets_is_refused_with_both_codes()
    {
        AssertRefused<CurrencyMismatchException>(new Deposit(Given.Id, 1m) { Currency = "EUR" }, Given.Wallet(), "currency_mismatch", $"wallet {Given.Id} keeps USD, not EUR.");
        Assert.Null(Given.Decide(new Deposit(Given.Id, 1m) { Currency = "USD" }, Given.Wallet()).Result.Refusal);
    }

    [Theory]
    [InlineData("USD", "1.001", "has more decimals than the 2 of USD; nothing is rounded")]
    [InlineData("JPY", "0.5", "has more decimals than the 0 of JPY; nothing is rounded")]
    [InlineData("USD", "92233720368547758.08", "is past the range of USD: at most 92233720368547758.07")]
    public void An_amount_that_the_currency_cannot_hold_is_refused_by_its_rule(string currency, string amount, string rule)
    {
        var number = decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture);
        foreach (MoneyCommand command in new MoneyCommand[] { new Deposit(Given.Id, number), new Withdraw(Given.Id, number) })
        {
            var refusal = AssertRefused<InvalidAmountException>(command, Given.Wallet(5, currency: currency), "invalid_amount", $"amount {amount} {rule}.");
            Assert.Equal((number, rule), (refusal.Amount, refusal.Rule));
        }
    }

    [Fact]
    public void Trailing_zeros_are_no_extra_decimals() =>
        Assert.Equal(150, Given.Decide(new Deposit(Given.Id, 1.500m), Given.Wallet()).Result.Wallet?.BalanceMinorUnits);

    [Fact]
    public void The_key_is_kept_with_the_content_and_the_transaction()
    {
        var command = new Withdraw(Given.Id, 1m) { IdempotencyKey = "key" };

        var decision = Given.Decide(command, Given.Wallet(100));

        var recorded = decision.Changes!.Value.Recorded!;
        Assert.Equal((Given.Id, KeyHash.Of("key", default).Kept, default(Secret).Hash(ContentHash.Of(command))), (recorded.WalletId, recorded.Key, recorded.Content));
        Assert.Equal(new CommandResult { Transactions = [decision.Result.Transaction!] }, Assert.Single(recorded.Results));
    }

    [Fact]
    public void The_same_key_and_content_returns_the_first_transaction_and_changes_nothing()
    {
        var command = new Deposit(Given.Id, 1.5m) { IdempotencyKey = "key", RebateTerms = Given.Terms };
        var recorded = Given.Recorded(command);

        var decision = Given.Decide(new Deposit(Given.Id, 1.50m) { IdempotencyKey = "key" }, Given.Wallet(), recorded);

        Assert.True(decision.Result.Replayed);
        Assert.Same(recorded.Results[0].Transaction, decision.Result.Transaction);
        Assert.Null(decision.Changes);
        Assert.Null(decision.Result.Rebate);
    }

    [Fact]
    public void The_same_key_with_other_content_is_refused_without_showing_the_key()
    {
        var recorded = Given.Recorded(new Deposit(Given.Id, 1m) { IdempotencyKey = "secret-key" });

        foreach (KeyedCommand other in new KeyedCommand[] { new Deposit(Given.Id, 2m) { IdempotencyKey = "secret-key" }, new Withdraw(Given.Id, 1m) { IdempotencyKey = "secret-key" } })
        {
            var refusal = Assert.IsType<IdempotencyConflictException>(Given.Decide(other, Given.Wallet(1_000), recorded).Result.Refusal);
            Assert.Equal("idempotency_conflict", refusal.Code);
            Assert.Equal(recorded.Results[0].Transaction!.Id, refusal.Recorded);
            Assert.DoesNotContain("secret-key", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_refused_key_names_no_transaction_of_another_wallet()
    {
        var recorded = Given.Recorded(new Deposit(Given.Id, 1m) { IdempotencyKey = "key" });
        var transaction = recorded.Results[0].Transaction!;
        var batch = recorded with { Results = [new CommandResult { Transactions = [transaction with { WalletId = Given.OtherId }] }, recorded.Results[0]] };

        Assert.Equal(transaction.Id, batch.ToConflict().Recorded);
        Assert.Null((batch with { Results = batch.Results[..1] }).ToConflict().Recorded);
    }

    private static T AssertRefused<T>(MoneyCommand command, Wallet? wallet, string code, string message)
        where T : WalletException
    {
        var decision = Given.Decide(command, wallet);

        Assert.Null(decision.Changes);
        var refusal = Assert.IsType<T>(decision.Result.Refusal);
        Assert.Equal((code, message), (refusal.Code, refusal.Message));
        return refusal;
    }
}
