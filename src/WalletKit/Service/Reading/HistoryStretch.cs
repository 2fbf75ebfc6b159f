namespace WalletKit.Service.Reading;

/// <summary>A page of a history.</summary>
/// <param name="Transactions">The transactions; there may be none, wherever in the history the page is.</param>
/// <param name="Next">The sequence after which the next page begins; null where this is the last page.</param>
internal readonly record struct HistoryStretch(IReadOnlyList<WalletTransaction> Transactions, long? Next);
