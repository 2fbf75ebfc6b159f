namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>Operations as a host asks WalletKit for them.</summary>
internal static class WalletKitCalls
{
    private const decimal Deposit = Operation.DepositMinorUnits / 100m;
    private const decimal Withdrawal = Operation.WithdrawalMinorUnits / 100m;

    public static Task MoveAsync(this IWalletService wallets, WalletId[] ids, in Operation operation)
    {
        var options = operation.Key is null ? null : new TransactionOptions { IdempotencyKey = operation.Key };
        return operation.IsDeposit
            ? wallets.DepositAsync(ids[operation.Wallet], Deposit, options)
            : wallets.WithdrawAsync(ids[operation.Wallet], Withdrawal, options);
    }
}
