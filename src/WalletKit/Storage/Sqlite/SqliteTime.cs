using WalletKit.Model;

namespace WalletKit.Storage.Sqlite;

/// <summary>Times as the tables keep them: microseconds since 1970-01-01 UTC.</summary>
internal static class SqliteTime
{
    private static readonly long s_first = Of(DateTimeOffset.MinValue);
    private static readonly long s_last = Of(DateTimeOffset.MaxValue);

    public static long Of(DateTimeOffset time) => Timestamp.Of(time).Microseconds;

    public static long? Of(DateTimeOffset? time) => time is { } some ? Of(some) : null;

    public static DateTimeOffset ToTime(long microseconds) => microseconds >= s_first && microseconds <= s_last
        ? new Timestamp(microseconds)
        : throw new WalletStoreException(StoreFailure.Corrupt, $"the database holds the time {microseconds}, which is none.");
}
