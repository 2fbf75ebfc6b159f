using WalletKit.Rules;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class MoneyChecks : StoreChecks
{
    [Check]
    public async Task A_deposit_adds_to_the_balance_and_is_recorded()
    {
        var wallet = await OpenAsync();
        Time.Advance(TimeSpan.FromMinutes(1));
        var metadata = TransactionMetadata.From([KeyValuePair.Create("order", "7")]);

        var done = await DoAsync(new Deposit(wallet.Id, 100m) { Reference = "payment-1", Metadata = metadata });

        var expected = new WalletTransaction
        {
            WalletId = wallet.Id,
            Sequence = 1,
            Type = TransactionType.Deposit,
            Currency = Usd,
            AmountMinorUnits = 100_00,
            BalanceAfterMinorUnits = 100_00,
            Version = 2,
            CreatedAt = Time.GetUtcNow(),
            Account = CounterAccount.External,
            Reference = "payment-1",
            Metadata = metadata,
        };
        expected = expected with { Hash = done.Transaction!.Hash };
        Assert.False(done.Replayed);
        Assert.Equal(expected, done.Transaction);
        Assert.Equal(wallet with { BalanceMinorUnits = 100_00, LastSequence = 1, ChainHash = expected.Hash, Version = 2, UpdatedAt = Time.GetUtcNow() }, done.Wallet);
        var (found, history) = await AuditAsync(wallet.Id);
        Assert.Equal(done.Wallet, found);
        Assert.Equal([expected], history);
    }

    [Check]
    public async Task A_withdrawal_takes_from_the_balance_and_is_recorded()
    {
        var walletId = await OpenWithAsync(100m);

        var done = await DoAsync(new Withdraw(walletId, 30.5m) { Reference = "order-7" });

        Assert.Equal((TransactionType.Withdrawal, -30.50m, 69.50m), (done.Transaction!.Type, done.Transaction.Amount, done.Transaction.BalanceAfter));
        var (wallet, history) = await AuditAsync(walletId);
        Assert.Equal(69.50m, wallet.Balance);
        Assert.Equal(done.Transaction, history[1]);
    }

    [Check]
    public async Task The_whole_balance_can_be_withdrawn_and_no_more()
    {
        var walletId = await OpenWithAsync(50m);

        var refusal = await RefusedAsync<InsufficientFundsException>(new Withdraw(walletId, 50.01m));
        await DoAsync(new Withdraw(walletId, 50m));
        await RefusedAsync<InsufficientFundsException>(new Withdraw(walletId, 0.01m));

        Assert.Equal((walletId, 50m, 50.01m), (refusal.WalletId, refusal.Available, refusal.Requested));
        Assert.Equal(0m, (await AuditAsync(walletId)).Wallet.Balance);
    }

    [Check]
    public async Task A_command_on_an_unknown_wallet_is_refused()
    {
        var unknown = NewId();

        Assert.Equal(unknown, (await RefusedAsync<WalletNotFoundException>(new Deposit(unknown, 1m))).WalletId);
        Assert.Equal(unknown, (await RefusedAsync<WalletNotFoundException>(new Withdraw(unknown, 1m) { IdempotencyKey = "k" })).WalletId);
        Assert.Null(await Store.FindWalletAsync(unknown, Token));
    }

    [Check]
    public async Task A_named_currency_must_be_the_wallets()
    {
        var walletId = await OpenWithAsync(1m);

        var refusal = await RefusedAsync<CurrencyMismatchException>(new Deposit(walletId, 1m) { Currency = "EUR" });
        await RefusedAsync<CurrencyMismatchException>(new Withdraw(walletId, 1m) { Currency = "usd" });
        await DoAsync(new Withdraw(walletId, 1m) { Currency = "USD" });

        Assert.Equal(("USD", "EUR"), (refusal.WalletCurrency, refusal.RequestedCurrency));
    }

    [Check]
    [Case("USD", 2, "0.01", 1)]
    [Case("USD", 2, "1.500", 150)]
    [Case("USD", 2, "92233720368547758.07", long.MaxValue)]
    [Case("JPY", 0, "1", 1)]
    [Case("JPY", 0, "7.000", 7)]
    [Case("JPY", 0, "9223372036854775807", long.MaxValue)]
    [Case("BHD", 3, "0.001", 1)]
    [Case("BHD", 3, "9223372036854775.807", long.MaxValue)]
    [Case("ATTO", 18, "0.000000000000000001", 1)]
    [Case("ATTO", 18, "9.223372036854775807", long.MaxValue)]
    public async Task An_amount_is_kept_to_the_last_minor_unit(string code, int exponent, string amount, long minorUnits)
    {
        var wallet = await OpenAsync(currency: Currency.Declare(code, exponent));

        await DoAsync(new Deposit(wallet.Id, Units(amount)));
        Assert.Equal(minorUnits, (await AuditAsync(wallet.Id)).Wallet.BalanceMinorUnits);

        await DoAsync(new Withdraw(wallet.Id, Units(amount)));
        Assert.Equal(0, (await AuditAsync(wallet.Id)).Wallet.BalanceMinorUnits);
    }

    [Check]
    [Case("USD", 2, "0")]
    [Case("USD", 2, "0.00")]
    [Case("USD", 2, "-1")]
    [Case("USD", 2, "-0.01")]
    [Case("USD", 2, "0.001")]
    [Case("USD", 2, "1.005")]
    [Case("USD", 2, "92233720368547758.08")]
    [Case("USD", 2, "79228162514264337593543950335")]
    [Case("JPY", 0, "0.5")]
    [Case("JPY", 0, "9223372036854775808")]
    [Case("BHD", 3, "0.0001")]
    [Case("ATTO", 18, "0.0000000000000000001")]
    [Case("ATTO", 18, "9.223372036854775808")]
    public async Task An_amount_that_breaks_its_rule_is_refused_and_never_rounded(string code, int exponent, string amount)
    {
        var wallet = await OpenAsync(currency: Currency.Declare(code, exponent));
        await DoAsync(new Deposit(wallet.Id, 1m));

        Assert.Equal(Units(amount), (await RefusedAsync<InvalidAmountException>(new Deposit(wallet.Id, Units(amount)))).Amount);
        Assert.Equal(Units(amount), (await RefusedAsync<InvalidAmountException>(new Withdraw(wallet.Id, Units(amount)))).Amount);
    }

    [Check]
    [Case(long.MaxValue, 1)]
    [Case(1, long.MaxValue)]
    [Case(long.MaxValue, long.MaxValue)]
    public async Task A_balance_past_the_64_bit_range_is_refused(long balance, long more)
    {
        var walletId = await OpenWithAsync(MinorUnits.ToDecimal(balance, 2));

        var refusal = await RefusedAsync<BalanceOutOfRangeException>(new Deposit(walletId, MinorUnits.ToDecimal(more, 2)));

        Assert.Equal((walletId, MinorUnits.ToDecimal(balance, 2), MinorUnits.ToDecimal(more, 2)), (refusal.WalletId, refusal.Balance, refusal.Requested));
    }

    [Check]
    public async Task A_balance_may_reach_the_end_of_the_range_exactly()
    {
        var walletId = await OpenWithAsync(MinorUnits.ToDecimal(long.MaxValue - 1, 2));

        await DoAsync(new Deposit(walletId, 0.01m));

        Assert.Equal(long.MaxValue, (await AuditAsync(walletId)).Wallet.BalanceMinorUnits);
    }

    [Check]
    public async Task Time_never_runs_backwards_within_a_wallet_when_the_clock_steps_back()
    {
        var wallet = await OpenAsync();
        Time.Advance(TimeSpan.FromHours(1));
        var latest = Time.GetUtcNow();
        await DoAsync(new Deposit(wallet.Id, 5m));

        Time.AdjustTime(latest - TimeSpan.FromDays(1));
        var late = await DoAsync(new Withdraw(wallet.Id, 1m));
        var other = await OpenAsync("other");
        Time.AdjustTime(latest + TimeSpan.FromSeconds(1));
        var after = await DoAsync(new Withdraw(wallet.Id, 1m));

        Assert.Equal(latest, late.Transaction!.CreatedAt);
        Assert.Equal(latest, late.Wallet!.UpdatedAt);
        Assert.Equal(latest - TimeSpan.FromDays(1), other.CreatedAt);
        Assert.Equal(latest + TimeSpan.FromSeconds(1), after.Transaction!.CreatedAt);
        await AuditAsync(wallet.Id);
    }

    [Check]
    public async Task A_time_is_kept_to_the_microsecond_and_told_as_it_is_kept()
    {
        Time.Advance(TimeSpan.FromTicks(12_345_678_9));
        var opened = await OpenAsync();
        Time.Advance(TimeSpan.FromTicks(7));
        var done = await DoAsync(new Deposit(opened.Id, 1m));

        Assert.Equal(0, done.Transaction!.CreatedAt.Ticks % TimeSpan.TicksPerMicrosecond);
        var (wallet, history) = await AuditAsync(opened.Id);
        Assert.Equal((opened.CreatedAt, done.Wallet), (wallet.CreatedAt, wallet));
        Assert.Equal([done.Transaction], history);
    }
}
