namespace WalletKit;

/// <summary>The settings by which the expiry of holds is recorded.</summary>
/// <remarks>A hold that has expired holds nothing from that moment on, recorded or not.</remarks>
public sealed class HoldSweepOptions
{
    /// <summary>Gets or sets whether hosted services record expiries and end erasures that were interrupted. Default: true.</summary>
    /// <remarks>
    /// Where it is false, the host calls <see cref="IWalletService.ExpireHoldsAsync"/> itself, and repeats a call of <see cref="IWalletService.EraseAsync"/>
    /// that was interrupted, under its key.
    /// </remarks>
    public bool SweepInBackground { get; set; } = true;

    /// <summary>Gets or sets the interval at which the hosted service looks, 10 ms to one day. Default: 5 seconds.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);
}
