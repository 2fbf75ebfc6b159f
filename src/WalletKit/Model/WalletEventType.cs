namespace WalletKit;

/// <summary>The kind of a change of a wallet apart from its money.</summary>
/// <remarks>The numbers are those of <see cref="EntryType"/>.</remarks>
public enum WalletEventType
{
    /// <summary>The wallet was frozen: debits and new holds are refused.</summary>
    Frozen = 321,

    /// <summary>The wallet was unfrozen: debits and new holds are accepted again.</summary>
    Unfrozen = 322,

    /// <summary>The wallet was closed for good.</summary>
    Closed = 323,

    /// <summary>The wallet's credit limit was set.</summary>
    CreditLimitSet = 331,

    /// <summary>The wallet's owner and name, and the texts of all earlier entries, were erased.</summary>
    Erased = 341,

    /// <summary>The wallet, whose time was ahead of the clock, was brought back to the clock.</summary>
    TimeCorrected = 351,
}
