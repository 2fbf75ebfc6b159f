using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace WalletKit.EntityFrameworkCore.Mapping;

/// <summary>The form of a time on SQLite: microseconds since 1970-01-01 UTC, which can be compared and sorted.</summary>
internal sealed class TimeToMicroseconds() : ValueConverter<DateTimeOffset, long>(static time => ToMicroseconds(time), static microseconds => FromMicroseconds(microseconds))
{
    private static long ToMicroseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static DateTimeOffset FromMicroseconds(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
