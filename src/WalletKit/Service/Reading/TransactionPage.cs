namespace WalletKit;

/// <summary>A page of a wallet's history.</summary>
public sealed record TransactionPage
{
    /// <summary>Gets the transactions, in the order asked for. Fewer than were asked for where their texts come to 1 MiB.</summary>
    public required IReadOnlyList<WalletTransaction> Transactions { get; init; }

    /// <summary>Gets where the next page begins; null where this is the last.</summary>
    public required string? NextCursor { get; init; }
}
