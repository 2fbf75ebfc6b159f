namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>Operations as the calls of a host.</summary>
internal static class WalletKitCalls
{
    private const decimal Deposit = Operation.DepositMinorUnits / 100m;
    private const decimal Withdrawal = Operation.WithdrawalMinorUnits / 100m;

    public static Task MoveAsync(this IWalletService wallets, WalletId[] ids, in Operation operation, ICommitParticipant? participant = null)
    {
        var key = operation.Key;
        return operation.IsDeposit
            ? wallets.DepositAsync(ids[operation.Wallet], Deposit, key is null && participant is null ? null : new() { IdempotencyKey = key, Participant = participant })
            : wallets.WithdrawAsync(ids[operation.Wallet], Withdrawal, key is null && participant is null ? null : new() { IdempotencyKey = key, Participant = participant });
    }
}
