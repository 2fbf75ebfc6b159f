namespace WalletKit;

/// <summary>Why a wallet's balance changed.</summary>
public enum TransactionType
{
    /// <summary>Money came in from outside; the amount is positive.</summary>
    Deposit,

    /// <summary>Money went out; the amount is negative.</summary>
    Withdrawal,

    /// <summary>A deposit's rebate was paid; the amount is positive.</summary>
    Rebate,
}
