namespace WalletKit;

/// <summary>The reason of a change of a wallet's balance.</summary>
/// <remarks>
/// The numbers are stored and hashed. A number tells the sign of the amount: 1 to 99 is positive, 101 to 199 negative, 201 to 255 either. Zero is not a type.
/// </remarks>
public enum TransactionType
{
    /// <summary>Money came in from outside; the amount is positive.</summary>
    Deposit = 1,

    /// <summary>Money went out; the amount is negative.</summary>
    Withdrawal = 101,

    /// <summary>A deposit's rebate was paid; the amount is positive.</summary>
    Rebate = 2,

    /// <summary>Money went to another wallet; the amount is negative.</summary>
    TransferOut = 103,

    /// <summary>Money came from another wallet; the amount is positive.</summary>
    TransferIn = 3,

    /// <summary>Held money went out; the amount is negative.</summary>
    Capture = 102,

    /// <summary>An earlier transaction was taken back; the amount is the opposite of its amount.</summary>
    Reversal = 201,
}
