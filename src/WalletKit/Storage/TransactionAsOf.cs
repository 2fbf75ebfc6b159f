using WalletKit.Model;

namespace WalletKit;

/// <summary>The newest of a wallet's transactions at or before a time.</summary>
/// <param name="Transaction">The transaction; null where there is none.</param>
/// <param name="IsFinal">Whether no later commit can change the answer.</param>
public readonly record struct TransactionAsOf(WalletTransaction? Transaction, bool IsFinal)
{
    /// <summary>Returns whether a time is past: a commit that reads the clock from now on is recorded after it.</summary>
    /// <param name="time">The time.</param>
    /// <param name="now">The clock. Because times are recorded to the microsecond, the time is past once the clock shows a later microsecond.</param>
    public static bool IsPast(DateTimeOffset time, DateTimeOffset now) => Timestamp.Of(time).Microseconds < Timestamp.Of(now).Microseconds;
}
