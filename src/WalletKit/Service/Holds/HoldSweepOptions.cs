namespace WalletKit;

/// <summary>The settings by which the expiry of holds is recorded.</summary>
/// <remarks>A hold that has expired holds nothing from that moment on, recorded or not.</remarks>
public sealed class HoldSweepOptions
{
    /// <summary>Gets or sets whether a hosted service records expiries. Default: true.</summary>
    /// <remarks>Where it is false, the host calls <see cref="IWalletService.ExpireHoldsAsync"/> itself.</remarks>
    public bool SweepInBackground { get; set; } = true;

    /// <summary>Gets or sets the interval at which the hosted service looks, 10 ms to one day. Default: 5 seconds.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);
}
