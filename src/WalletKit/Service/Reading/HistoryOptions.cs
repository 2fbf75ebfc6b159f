namespace WalletKit;

/// <summary>Which page of a history to read.</summary>
public sealed record HistoryOptions
{
    /// <summary>The most transactions on a page.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>How many transactions at most, 1 to 1,000. Default: 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Which end comes first. Default: the newest.</summary>
    public HistoryOrder Order { get; init; } = HistoryOrder.NewestFirst;

    /// <summary>Which transactions are wanted; null for all. A type is looked for along the history, a reference or a period is found by key.</summary>
    public HistoryFilter? Filter { get; init; }

    /// <summary>Where to go on: <see cref="TransactionPage.NextCursor"/> of the page before; null for the first page.</summary>
    public string? Cursor { get; init; }
}
