using WalletKit.Model;

namespace WalletKit.Storage.Sqlite;

/// <summary>Times as the tables keep them: microseconds since 1970-01-01 UTC.</summary>
internal static class SqliteTime
{
    public static long Of(DateTimeOffset time) => Timestamp.Of(time).Microseconds;

    public static long? Of(DateTimeOffset? time) => time is { } some ? Of(some) : null;

    public static DateTimeOffset ToTime(long microseconds) => Timestamp.IsTime(microseconds)
        ? new Timestamp(microseconds)
        : throw new WalletStoreException(StoreFailure.Corrupt, $"the database holds the time {microseconds}, which is none.");
}
