namespace WalletKit;

/// <summary>How far a store trusts the clock.</summary>
public sealed class ClockOptions
{
    /// <summary>
    /// How far the clock may run ahead of itself, from 1 second to 3,660 days. A clock that leads its last reading and the time that has passed since by
    /// more is not believed: commits are refused with <see cref="StoreFailure.ClockJumped"/>. Default: 1 minute.
    /// </summary>
    public TimeSpan MaxClockJump { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a clock that jumped ahead must go on evenly before it is believed, from zero to one day. Default: 5 minutes.</summary>
    public TimeSpan ClockSettleTime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How far the first commit after opening may be from the newest times in the store, before or after them, from 1 minute to 3,660 days. A wider gap
    /// refuses nothing and makes the health check unhealthy until the store is opened again. Default: 30 days.
    /// </summary>
    public TimeSpan MaxGap { get; set; } = TimeSpan.FromDays(30);
}
