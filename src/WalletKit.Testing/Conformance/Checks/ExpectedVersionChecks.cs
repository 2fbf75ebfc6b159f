namespace WalletKit.Testing.Conformance.Checks;

internal sealed class ExpectedVersionChecks : StoreChecks
{
    [Check]
    public async Task A_command_that_names_the_right_version_is_done()
    {
        var wallet = await OpenAsync();

        var deposit = await DoAsync(new Deposit(wallet.Id, 5m) { ExpectedVersion = wallet.Version });
        var withdraw = await DoAsync(new Withdraw(wallet.Id, 5m) { ExpectedVersion = deposit.Wallet!.Version });

        Assert.Equal((1, 2, 3), (wallet.Version, deposit.Wallet.Version, withdraw.Wallet!.Version));
    }

    [Check]
    [Case(long.MinValue)]
    [Case(0)]
    [Case(1)]
    [Case(3)]
    [Case(long.MaxValue)]
    public async Task A_command_that_names_another_version_is_refused_with_both_numbers(long expected)
    {
        var walletId = await OpenWithAsync(5m);

        var credit = await RefusedAsync<ConcurrencyConflictException>(new Deposit(walletId, 1m) { ExpectedVersion = expected });
        var debit = await RefusedAsync<ConcurrencyConflictException>(new Withdraw(walletId, 1m) { ExpectedVersion = expected });

        Assert.Equal((walletId, expected, 2), (credit.WalletId, credit.ExpectedVersion, credit.ActualVersion));
        Assert.Equal((walletId, expected, 2), (debit.WalletId, debit.ExpectedVersion, debit.ActualVersion));
    }

    [Check]
    public async Task The_version_is_judged_before_the_currency_and_the_funds()
    {
        var wallet = await OpenAsync();

        await RefusedAsync<ConcurrencyConflictException>(new Withdraw(wallet.Id, 1.001m) { ExpectedVersion = 2, Currency = "EUR" });
        await RefusedAsync<CurrencyMismatchException>(new Withdraw(wallet.Id, 1.001m) { ExpectedVersion = 1, Currency = "EUR" });
        await RefusedAsync<InvalidAmountException>(new Withdraw(wallet.Id, 1.001m) { ExpectedVersion = 1 });
        await RefusedAsync<InsufficientFundsException>(new Withdraw(wallet.Id, 1m) { ExpectedVersion = 1 });
    }

    [Check]
    public async Task A_refused_command_leaves_the_version_as_it_was()
    {
        var walletId = await OpenWithAsync(5m);

        await RefusedAsync<InsufficientFundsException>(new Withdraw(walletId, 6m));

        await DoAsync(new Withdraw(walletId, 5m) { ExpectedVersion = 2 });
    }
}
