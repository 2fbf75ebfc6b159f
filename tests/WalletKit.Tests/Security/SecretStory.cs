using WalletKit.Commands;

namespace WalletKit.Tests.Security;

/// <summary>Every kind of call, done and refused, with the same text in every place for a text.</summary>
internal static class SecretStory
{
    public static T Options<T>(string secret, string which)
        where T : PostingOptions, new() => (T)(new T() with
        {
            IdempotencyKey = $"{secret} {which}",
            Reference = secret,
            Metadata = new Dictionary<string, string> { [secret] = secret, ["key"] = secret },
        });

    public static async Task TellAsync(TestWallets wallets, string secret, CancellationToken token)
    {
        var service = wallets.Wallets;
        var (first, second) = ((await service.OpenAsync(secret, "USD", secret, cancellationToken: token)).Wallet.Id, (await service.OpenAsync(secret, "EUR", $"{secret} 2", cancellationToken: token)).Wallet.Id);
        var deposit = await service.DepositAsync(first, 100m, Options<DepositOptions>(secret, "deposit"), token);
        await service.WithdrawAsync(first, 1m, Options<WithdrawOptions>(secret, "withdrawal"), token);
        var hold = await service.PlaceHoldAsync(first, 5m, new() { IdempotencyKey = $"{secret} hold", Reference = secret }, token);
        await service.CaptureHoldAsync(hold.Hold.Id, 1m, new() { IdempotencyKey = $"{secret} capture", Reference = secret }, token);
        await service.FreezeAsync(first, new() { Reason = secret, IdempotencyKey = $"{secret} freeze" }, token);
        await service.UnfreezeAsync(first, new() { Reason = secret }, token);
        await service.SetCreditLimitAsync(first, 10m, new() { Reason = secret }, token);
        await service.ExecuteAsync([new Deposit(first, 1m) { Reference = secret }], new() { IdempotencyKey = $"{secret} batch" }, token);
        await service.ExecuteLockedAsync([first], (section, _) => { section.Add(new Withdraw(first, 1m) { Reference = secret }); return Task.CompletedTask; }, cancellationToken: token);
        await service.ImportAsync(new WalletCommand[] { new Withdraw(first, 1m) { Reference = secret }, new Withdraw(first, 1_000m) { IdempotencyKey = secret } }.ToAsyncEnumerable(), cancellationToken: token).ToListAsync(token);
        await service.ReverseAsync(deposit.Transaction.Id, new() { IdempotencyKey = $"{secret} reversal", Reference = secret, AllowOverdraft = true }, token);
        await service.ListTransactionsAsync(first, new() { Filter = new() { Reference = secret } }, token);
        await service.FindWalletAsync(secret, secret, token);

        await RefuseAsync<IdempotencyConflictException>(() => service.DepositAsync(first, 2m, Options<DepositOptions>(secret, "deposit"), token));
        await RefuseAsync<InsufficientFundsException>(() => service.WithdrawAsync(first, 1_000m, Options<WithdrawOptions>(secret, "refused"), token));
        await RefuseAsync<ConcurrencyConflictException>(() => service.WithdrawAsync(first, 1m, Options<WithdrawOptions>(secret, "refused") with { ExpectedVersion = 1 }, token));
        await RefuseAsync<InvalidInputException>(() => service.WithdrawAsync(first, 1m, Options<WithdrawOptions>(string.Concat(Enumerable.Repeat(secret, 201)), "refused"), token));
        await RefuseAsync<InvalidInputException>(() => service.DepositAsync(first, 1m, Options<DepositOptions>(secret, "refused") with { Currency = $"{secret}{new string('x', 17)}" }, token));
        await RefuseAsync<UnknownCurrencyException>(() => service.OpenAsync(secret, secret, secret, cancellationToken: token));
        await RefuseAsync<CurrencyMismatchException>(() => service.OpenAsync(secret, "EUR", secret, cancellationToken: token));
        await RefuseAsync<ExchangeRateUnavailableException>(() => service.TransferAsync(first, second, 1m, new() { IdempotencyKey = $"{secret} transfer", Reference = secret }, token));
        await RefuseAsync<HoldEndedException>(() => service.VoidHoldAsync(hold.Hold.Id, new() { IdempotencyKey = $"{secret} void" }, token));
        await RefuseAsync<AlreadyReversedException>(() => service.ReverseAsync(deposit.Transaction.Id, new() { Reference = secret, AllowOverdraft = true }, token));
        await RefuseAsync<WalletNotEmptyException>(() => service.CloseAsync(first, new() { Reason = secret }, token));
        await RefuseAsync<InvalidInputException>(() => service.ListTransactionsAsync(first, new() { Cursor = secret }, token));
    }

    private static async Task RefuseAsync<T>(Func<Task> call)
        where T : WalletException => await Assert.ThrowsAsync<T>(call);
}
