namespace WalletKit.Benchmarks.Compare;

/// <summary>One deposit or withdrawal to make.</summary>
/// <param name="Wallet">The place of the wallet among the wallets.</param>
/// <param name="MinorUnits">The change of the balance: negative for a withdrawal.</param>
/// <param name="Key">The idempotency key; null for none.</param>
internal readonly record struct Operation(int Wallet, long MinorUnits, string? Key)
{
    public const long DepositMinorUnits = 1_000;
    public const long WithdrawalMinorUnits = 300;

    public bool IsDeposit => MinorUnits > 0;
}
