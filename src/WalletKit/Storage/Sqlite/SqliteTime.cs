namespace WalletKit.Storage.Sqlite;

/// <summary>Times as the tables keep them: microseconds since 1970-01-01 UTC.</summary>
internal static class SqliteTime
{
    public static long Of(DateTimeOffset time) => Timestamp.Of(time).Microseconds;

    public static DateTimeOffset ToTime(long microseconds) => new Timestamp(microseconds);
}
