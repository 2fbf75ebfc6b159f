namespace WalletKit;

/// <summary>Says how far a store trusts its clock.</summary>
public sealed class ClockOptions
{
    /// <summary>Gets or sets how far the clock may jump ahead, 1 second to 3,660 days. Default: 1 minute.</summary>
    /// <remarks>
    /// A clock jumps when it leads its last reading plus the time that has passed since. After a longer jump the store refuses commits with
    /// <see cref="StoreFailure.ClockJumped"/>.
    /// </remarks>
    public TimeSpan MaxClockJump { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets for how long a clock must go on evenly after a jump. Default: 5 minutes.</summary>
    /// <remarks>The range is zero to one day. After this time the store believes the clock.</remarks>
    public TimeSpan ClockSettleTime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets how far the first commit may be from the newest recorded times, 1 minute to 3,660 days. Default: 30 days.</summary>
    /// <remarks>
    /// The first commit after opening is compared, with times before and after it. A wider gap refuses nothing. It makes the health check unhealthy until the
    /// store is opened again.
    /// </remarks>
    public TimeSpan MaxGap { get; set; } = TimeSpan.FromDays(30);
}
