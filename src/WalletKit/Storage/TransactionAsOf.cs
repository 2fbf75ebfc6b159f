namespace WalletKit.Storage;

/// <summary>The newest of a wallet's transactions at or before a time.</summary>
/// <param name="Transaction">The transaction; null where there is none.</param>
/// <param name="IsFinal">Whether no later commit can change the answer.</param>
public readonly record struct TransactionAsOf(WalletTransaction? Transaction, bool IsFinal)
{
    /// <summary>Whether a time is past: no commit that takes its time from the clock from now on is recorded at that time or before it.</summary>
    /// <param name="time">The time.</param>
    /// <param name="now">What the clock shows. Commits are recorded to the microsecond, so the time is past when the clock shows a later one.</param>
    public static bool IsPast(DateTimeOffset time, DateTimeOffset now) => Timestamp.Of(time).Microseconds < Timestamp.Of(now).Microseconds;
}
