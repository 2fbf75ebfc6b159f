namespace WalletKit;

/// <summary>The reason of a change of a wallet's balance.</summary>
public enum TransactionType
{
    /// <summary>Money came in from outside; the amount is positive.</summary>
    Deposit,

    /// <summary>Money went out; the amount is negative.</summary>
    Withdrawal,

    /// <summary>A deposit's rebate was paid; the amount is positive.</summary>
    Rebate,

    /// <summary>Money went to another wallet; the amount is negative.</summary>
    TransferOut,

    /// <summary>Money came from another wallet; the amount is positive.</summary>
    TransferIn,

    /// <summary>Held money went out; the amount is negative.</summary>
    Capture,

    /// <summary>An earlier transaction was taken back; the amount is the opposite of its amount.</summary>
    Reversal,
}
