namespace WalletKit.PostgreSql.Rows;

/// <summary>Times as the server keeps them: UTC, to the microsecond.</summary>
internal static class PostgreSqlTime
{
    // The driver would take the ends of .NET's range for infinity. Cut to the microsecond, the late end is not taken for it.
    public static DateTime Of(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);

    public static DateTime? Of(DateTimeOffset? time) => time is { } some ? Of(some) : null;

    /// <summary>How many microseconds one time is after another, each as it is kept.</summary>
    public static long MicrosecondsBetween(DateTimeOffset from, DateTimeOffset to) => (Of(to) - Of(from)).Ticks / TimeSpan.TicksPerMicrosecond;
}
