namespace WalletKit;

/// <summary>The options that choose a page of a history.</summary>
public sealed record HistoryOptions
{
    /// <summary>The largest number of transactions on a page.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>Gets the number of transactions at most, 1 to 1,000. Default: 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Gets the order of the transactions. Default: the newest first.</summary>
    public HistoryOrder Order { get; init; } = HistoryOrder.NewestFirst;

    /// <summary>Gets the time that gives the order, and that the period of the filter is about. Default: the recorded time.</summary>
    /// <remarks>
    /// By effective time, all pages show the transactions that were recorded when the first page was read. <see cref="WalletTransaction.BalanceAfter"/> is the balance in
    /// the order of recording.
    /// </remarks>
    public TimeBasis Basis { get; init; }

    /// <summary>Gets the conditions for the transactions; null for all transactions.</summary>
    /// <remarks>
    /// A reference or a period is found by key. A type is searched for along the history, among 10,000 entries for each page, or among 1,000 that have the
    /// reference where the filter names one. An account or an actor is searched for among 1,000 transactions for each page. By effective time, all conditions but the
    /// period are searched for among 1,000 back-dated and 1,000 other transactions for each page.
    /// </remarks>
    public HistoryFilter? Filter { get; init; }

    /// <summary>Gets the cursor of the page, which is <see cref="TransactionPage.NextCursor"/> of the previous page; null for the first page.</summary>
    public string? Cursor { get; init; }
}
