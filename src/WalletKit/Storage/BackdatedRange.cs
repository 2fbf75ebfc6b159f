namespace WalletKit.Stores;

/// <summary>A stretch of a wallet's back-dated transactions, found by key. A transaction is back-dated where it has a value date.</summary>
/// <param name="WalletId">The wallet.</param>
/// <param name="Order">The end at which to begin: the earliest value date with <see cref="HistoryOrder.OldestFirst"/>, the latest otherwise.</param>
/// <param name="After">The place to go on after, in that order; null to begin at the end itself.</param>
/// <param name="Limit">The highest number of transactions to return; one or more. A page ends by its bytes as well; see <see cref="PageText"/>.</param>
public readonly record struct BackdatedRange(WalletId WalletId, HistoryOrder Order, BackdatedPlace? After, int Limit)
{
    /// <summary>Gets the last place to look at, in that order, which is included; null to look to the other end.</summary>
    public BackdatedPlace? Through { get; init; }

    /// <summary>Returns whether a transaction of the wallet is back-dated and in the stretch.</summary>
    public bool Contains(WalletTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return transaction.EffectiveAt is { } time && Contains(new BackdatedPlace(time, transaction.Version));
    }

    private bool Contains(BackdatedPlace place) => Order == HistoryOrder.NewestFirst
        ? (After is not { } before || place.Key.CompareTo(before.Key) < 0) && (Through is not { } lowest || place.Key.CompareTo(lowest.Key) >= 0)
        : (After is not { } after || place.Key.CompareTo(after.Key) > 0) && (Through is not { } highest || place.Key.CompareTo(highest.Key) <= 0);
}
