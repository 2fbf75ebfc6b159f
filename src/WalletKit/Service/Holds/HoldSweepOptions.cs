namespace WalletKit;

/// <summary>How it is recorded that holds have expired. They hold nothing from that moment on, recorded or not.</summary>
public sealed class HoldSweepOptions
{
    /// <summary>
    /// Gets or sets whether a hosted service records it. Where it is false, the host calls <see cref="IWalletService.ExpireHoldsAsync"/> itself. Default: true.
    /// </summary>
    public bool SweepInBackground { get; set; } = true;

    /// <summary>How often the hosted service looks, 10 ms to one day. Default: 5 seconds.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);
}
