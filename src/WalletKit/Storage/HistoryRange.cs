using System.Collections.Immutable;

namespace WalletKit.Stores;

/// <summary>A stretch of a wallet's history, found by key, so that a deep one costs no more than the first.</summary>
/// <param name="WalletId">The wallet.</param>
/// <param name="Order">The end at which to begin.</param>
/// <param name="After">The version to go on after, in that order; null to begin at the end itself.</param>
/// <param name="Limit">The highest number of transactions to return; one or more. A page ends by its bytes as well; see <see cref="PageText"/>.</param>
public readonly record struct HistoryRange(WalletId WalletId, HistoryOrder Order, long? After, int Limit)
{
    /// <summary>Gets the last version to look at, in that order, which is included; null to look to the other end.</summary>
    /// <remarks>It bounds the entries that are passed over, because a filter by type leaves them out or because they are no transactions. A page that ends there does not say that there are more.</remarks>
    public long? Through { get; init; }

    /// <summary>Gets the types of the wanted transactions; empty for all types.</summary>
    /// <remarks>A store needs no index of types, because a caller that asks for types bounds the stretch by <see cref="Through"/>.</remarks>
    public ImmutableArray<TransactionType> Types
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Gets the reference of the wanted transactions; null for any.</summary>
    /// <remarks>A store finds a reference by an index, without the other transactions of the wallet.</remarks>
    public string? Reference { get; init; }

    /// <summary>Gets whether back-dated transactions are left out.</summary>
    /// <remarks>As with types, a store needs no index for that.</remarks>
    public bool ExceptBackdated { get; init; }

    /// <summary>Gets the lowest and the highest version to look at, both included. There is none where the lowest is above the highest.</summary>
    public (long Lowest, long Highest) Bounds => Order == HistoryOrder.NewestFirst
        ? (Through ?? 1, After is { } before ? (before == long.MinValue ? before : before - 1) : long.MaxValue)
        : (After is { } after ? (after == long.MaxValue ? after : after + 1) : 1, Through ?? long.MaxValue);

    /// <summary>Returns whether a transaction passes the filters, wherever it stands in the history.</summary>
    public bool Wants(WalletTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return (!ExceptBackdated || transaction.EffectiveAt is null)
            && (Types.IsEmpty || Types.Contains(transaction.Type))
            && (Reference is null || transaction.Reference == Reference);
    }
}
