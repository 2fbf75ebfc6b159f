namespace WalletKit;

/// <summary>What happened to a wallet apart from its money.</summary>
public enum WalletEventType
{
    /// <summary>Debits and new holds were stopped.</summary>
    Frozen,

    /// <summary>Debits and new holds were let through again.</summary>
    Unfrozen,

    /// <summary>It was closed for good.</summary>
    Closed,

    /// <summary>Its credit limit was set.</summary>
    CreditLimitSet,
}
