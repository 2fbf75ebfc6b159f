namespace WalletKit;

/// <summary>The kind of a change of a wallet apart from its money.</summary>
public enum WalletEventType
{
    /// <summary>The wallet was frozen: debits and new holds are refused.</summary>
    Frozen = 1,

    /// <summary>The wallet was unfrozen: debits and new holds are accepted again.</summary>
    Unfrozen = 2,

    /// <summary>The wallet was closed for good.</summary>
    Closed = 3,

    /// <summary>The wallet's credit limit was set.</summary>
    CreditLimitSet = 4,
}
