namespace WalletKit.Testing.Model.Bookkeeping;

/// <summary>Times as the books keep them.</summary>
internal static class Clocks
{
    /// <summary>The microsecond that a time lies in, counted down.</summary>
    public static DateTimeOffset ToMicrosecond(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
