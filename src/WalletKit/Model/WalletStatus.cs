namespace WalletKit;

/// <summary>The status of a wallet, which says what may happen to it.</summary>
public enum WalletStatus
{
    /// <summary>Credits and debits are accepted.</summary>
    Active = 1,

    /// <summary>Credits are accepted; debits and new holds are refused.</summary>
    Frozen = 2,

    /// <summary>Every change is refused for good.</summary>
    Closed = 3,
}
