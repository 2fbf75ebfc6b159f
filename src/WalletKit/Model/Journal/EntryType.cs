namespace WalletKit;

/// <summary>The kind of an entry of a wallet's journal.</summary>
/// <remarks>
/// The numbers are stored and hashed. The numbers up to 255 move money and are those of <see cref="TransactionType"/>; the numbers from 301 on move none.
/// Zero is not a type.
/// </remarks>
public enum EntryType
{
    /// <summary>Money came in from outside.</summary>
    Deposit = 1,

    /// <summary>A deposit's rebate was paid.</summary>
    Rebate = 2,

    /// <summary>Money came from another wallet.</summary>
    TransferIn = 3,

    /// <summary>Money went out.</summary>
    Withdrawal = 101,

    /// <summary>Held money went out.</summary>
    Capture = 102,

    /// <summary>Money went to another wallet.</summary>
    TransferOut = 103,

    /// <summary>An earlier transaction was taken back.</summary>
    Reversal = 201,

    /// <summary>The wallet was opened. This is the first entry of every journal.</summary>
    Opened = 301,

    /// <summary>A hold was placed.</summary>
    HoldPlaced = 311,

    /// <summary>A hold was voided.</summary>
    HoldVoided = 312,

    /// <summary>The expiry of holds was recorded.</summary>
    HoldsExpired = 313,

    /// <summary>The wallet was frozen.</summary>
    Frozen = 321,

    /// <summary>The wallet was unfrozen.</summary>
    Unfrozen = 322,

    /// <summary>The wallet was closed.</summary>
    Closed = 323,

    /// <summary>The wallet's credit limit was set.</summary>
    CreditLimitSet = 331,

    /// <summary>The texts of all entries before this entry were erased.</summary>
    Erased = 341,

    /// <summary>The wallet was brought back to the clock. Earlier entries with later times count as recorded at this entry.</summary>
    TimeCorrected = 351,
}
