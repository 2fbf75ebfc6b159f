namespace WalletKit;

/// <summary>The status of a wallet, which says what may happen to it.</summary>
public enum WalletStatus
{
    /// <summary>Credits and debits.</summary>
    Active = 1,

    /// <summary>Credits still land; debits and new holds are refused.</summary>
    Frozen = 2,

    /// <summary>Nothing may happen any more.</summary>
    Closed = 3,
}
