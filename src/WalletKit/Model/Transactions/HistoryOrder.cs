namespace WalletKit;

/// <summary>The order in which a history is read.</summary>
public enum HistoryOrder
{
    /// <summary>From the newest transaction back.</summary>
    NewestFirst,

    /// <summary>From the first transaction on.</summary>
    OldestFirst,
}
