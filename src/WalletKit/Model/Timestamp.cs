namespace WalletKit.Model;

/// <summary>
/// A time as the records keep it: microseconds since 1970-01-01 UTC. Every wallet, transaction and rebate keeps its times in this form, which takes
/// half the room of the <see cref="DateTimeOffset"/> that the caller sees.
/// </summary>
internal readonly record struct Timestamp(long Microseconds)
{
    public static implicit operator Timestamp(DateTimeOffset time) => Of(time);

    public static implicit operator DateTimeOffset(Timestamp time) =>
        DateTimeOffset.UnixEpoch.AddTicks(checked(time.Microseconds * TimeSpan.TicksPerMicrosecond));

    // Rounded down on both sides of 1970, so that a truncated time is never after the time itself.
    public static Timestamp Of(DateTimeOffset time)
    {
        var (quotient, remainder) = Math.DivRem(time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond);
        return new Timestamp(remainder < 0 ? quotient - 1 : quotient);
    }

    /// <summary>Whether a number of microseconds is a time that a <see cref="DateTimeOffset"/> can have.</summary>
    public static bool IsTime(long microseconds) => microseconds >= Of(DateTimeOffset.MinValue).Microseconds && microseconds <= Of(DateTimeOffset.MaxValue).Microseconds;
}
