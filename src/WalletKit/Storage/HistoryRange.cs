using System.Collections.Immutable;

namespace WalletKit.Stores;

/// <summary>A stretch of a wallet's history, found by key, so that a deep one costs no more than the first.</summary>
/// <param name="WalletId">The wallet.</param>
/// <param name="Order">The end at which to begin.</param>
/// <param name="After">The version to go on after, in that order; null to begin at the end itself.</param>
/// <param name="Limit">The highest number of transactions to return; one or more. A page ends by its bytes as well; see <see cref="PageText"/>.</param>
public readonly record struct HistoryRange(WalletId WalletId, HistoryOrder Order, long? After, int Limit)
{
    /// <summary>Gets the types of the wanted transactions; empty for all types.</summary>
    public ImmutableArray<TransactionType> Types
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Gets the reference of the wanted transactions; null for any.</summary>
    public string? Reference { get; init; }

    /// <summary>Gets the earliest time of the wanted transactions, inclusive; null for any.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Gets the time before which the wanted transactions were made, exclusive; null for any.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Gets whether the range has no filter.</summary>
    public bool IsUnfiltered => Types.IsEmpty && Reference is null && From is null && To is null;

    /// <summary>Returns whether a transaction passes the filters, wherever it stands in the history.</summary>
    public bool Wants(WalletTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return (Types.IsEmpty || Types.Contains(transaction.Type))
            && (Reference is null || transaction.Reference == Reference)
            && !(transaction.CreatedAt < From)
            && !(transaction.CreatedAt >= To);
    }
}
