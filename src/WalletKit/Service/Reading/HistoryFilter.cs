namespace WalletKit;

/// <summary>Which of a wallet's transactions are wanted: those that every named condition fits.</summary>
public sealed record HistoryFilter
{
    /// <summary>Only these types; null or empty for all.</summary>
    public IReadOnlyCollection<TransactionType>? Types { get; init; }

    /// <summary>Only those with this reference; null for any.</summary>
    public string? Reference { get; init; }

    /// <summary>Only those at this time or later; null for any.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only those before this time; null for any.</summary>
    public DateTimeOffset? To { get; init; }
}
