namespace WalletKit;

/// <summary>The kind of a change of a wallet apart from its money.</summary>
public enum WalletEventType
{
    /// <summary>Debits and new holds were stopped.</summary>
    Frozen = 1,

    /// <summary>Debits and new holds were let through again.</summary>
    Unfrozen = 2,

    /// <summary>It was closed for good.</summary>
    Closed = 3,

    /// <summary>Its credit limit was set.</summary>
    CreditLimitSet = 4,
}
