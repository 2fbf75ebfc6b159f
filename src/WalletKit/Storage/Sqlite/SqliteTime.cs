namespace WalletKit.Storage.Sqlite;

/// <summary>Times as the tables keep them: microseconds since 1970-01-01 UTC.</summary>
internal static class SqliteTime
{
    public static long Of(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToTime(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(checked(microseconds * TimeSpan.TicksPerMicrosecond));
}
