namespace WalletKit;

/// <summary>The conditions for a wallet's transactions; a transaction must fit all of them.</summary>
public sealed record HistoryFilter
{
    /// <summary>Gets the types of the transactions; null or empty for all types.</summary>
    public IReadOnlyCollection<TransactionType>? Types { get; init; }

    /// <summary>Gets the reference of the transactions; null for any.</summary>
    public string? Reference { get; init; }

    /// <summary>Gets the account on the other side of the transactions; null for any.</summary>
    public string? Account { get; init; }

    /// <summary>Gets the actor of the transactions; null for any.</summary>
    public string? Actor { get; init; }

    /// <summary>Gets the earliest time of the transactions, which is included; null for any.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Gets the end of the period of the transactions, which is excluded; null for any.</summary>
    public DateTimeOffset? To { get; init; }
}
