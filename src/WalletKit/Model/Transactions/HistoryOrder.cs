namespace WalletKit;

/// <summary>Which end of a history comes first.</summary>
public enum HistoryOrder
{
    /// <summary>From the newest transaction back.</summary>
    NewestFirst,

    /// <summary>From the first transaction on.</summary>
    OldestFirst,
}
