namespace WalletKit.Testing.Model.Bookkeeping;

/// <summary>Times in the precision of the books.</summary>
internal static class Clocks
{
    /// <summary>A time, rounded down to the microsecond.</summary>
    public static DateTimeOffset ToMicrosecond(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
