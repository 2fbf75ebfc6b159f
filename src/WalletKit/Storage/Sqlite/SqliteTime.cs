using WalletKit.Model;

namespace WalletKit.Storage.Sqlite;

/// <summary>Times as the tables keep them: microseconds since 1970-01-01 UTC.</summary>
internal static class SqliteTime
{
    private static readonly long s_first = Of(DateTimeOffset.MinValue);
    private static readonly long s_last = Of(DateTimeOffset.MaxValue);

    public static long Of(DateTimeOffset time) => Timestamp.Of(time).Microseconds;

    public static long? Of(DateTimeOffset? time) => time is { } some ? Of(some) : null;

    /// <summary>The first microsecond that is not before the time, to compare with times that are kept.</summary>
    public static long OfUp(DateTimeOffset time) => Of(time) is var down && ToTime(down) < time ? down + 1 : down;

    public static DateTimeOffset ToTime(long microseconds) => microseconds >= s_first && microseconds <= s_last
        ? new Timestamp(microseconds)
        : throw new WalletStoreException(StoreFailure.Corrupt, $"the database holds the time {microseconds}, which is none.");
}
