namespace WalletKit;

/// <summary>The time by which a balance, a statement or a history is asked for.</summary>
public enum TimeBasis
{
    /// <summary>The time at which each transaction was recorded, <see cref="WalletTransaction.CreatedAt"/>.</summary>
    Recorded,

    /// <summary>The value date of each transaction; the time at which it was recorded where it has none.</summary>
    Effective,
}
