namespace WalletKit;

/// <summary>A page of a wallet's history.</summary>
/// <param name="Transactions">The transactions, in the order asked for. Fewer than were asked for where their texts come to 1 MiB.</param>
/// <param name="NextCursor">Where the next page begins; null where this is the last.</param>
public sealed record TransactionPage(IReadOnlyList<WalletTransaction> Transactions, string? NextCursor);
