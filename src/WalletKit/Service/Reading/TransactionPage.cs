namespace WalletKit;

/// <summary>A page of a wallet's history.</summary>
public sealed record TransactionPage
{
    /// <summary>Gets the transactions in the requested order.</summary>
    /// <remarks>
    /// There are fewer than requested where their texts reach 1 MiB. A page of a filtered history looks at a bounded number of transactions, so it may have few
    /// or none and still not be the last: go on until <see cref="NextCursor"/> is null.
    /// </remarks>
    public required IReadOnlyList<WalletTransaction> Transactions { get; init; }

    /// <summary>Gets the cursor of the next page; null where this is the last page.</summary>
    public string? NextCursor { get; init; }
}
