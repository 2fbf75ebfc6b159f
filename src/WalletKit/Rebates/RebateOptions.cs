using WalletKit.Model.Money;

namespace WalletKit;

/// <summary>The settings by which rebates are earned and paid.</summary>
public sealed class RebateOptions
{
    /// <summary>Gets or sets whether deposits earn rebates from now on, where rebates were added at all.</summary>
    /// <remarks>Rebates earned before are still paid, because they were promised. Default: true.</remarks>
    public bool Enabled { get; set; } = true;

    /// <summary>Gets or sets the share of a deposit that the default policy pays.</summary>
    /// <remarks>The share is from 0 to 1, with at most 18 decimals. Default: 0.01, one percent.</remarks>
    public decimal Rate { get; set; } = 0.01m;

    /// <summary>Gets or sets how the default policy rounds to the currency's exponent. Default: half to even.</summary>
    public MidpointRounding Rounding { get; set; } = MidpointRounding.ToEven;

    /// <summary>Gets or sets whether a hosted service pays rebates in the background. Default: true.</summary>
    /// <remarks>Where it is false, the host calls <see cref="IRebateService.ProcessPendingAsync"/> itself.</remarks>
    public bool ProcessInBackground { get; set; } = true;

    /// <summary>Gets or sets the interval at which the hosted service looks for due rebates without being woken.</summary>
    /// <remarks>The interval is 10 ms to one day. Default: 1 second.</remarks>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the number of rebates that are claimed and settled together, 1 to 10,000. Default: 256.</summary>
    public int BatchSize { get; set; } = 256;

    /// <summary>Gets or sets the number of calculations that run at once at most, 1 to 10,000. Default: 16.</summary>
    public int MaxConcurrency { get; set; } = 16;

    /// <summary>Gets or sets the time that one calculation may take, 1 ms to one hour. Default: 10 seconds.</summary>
    /// <remarks>An attempt that takes longer has failed.</remarks>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the duration of a claim, from <see cref="AttemptTimeout"/> to one day. Default: 15 seconds.</summary>
    /// <remarks>
    /// After a processor died, its claimed rebates wait this long for another processor. Where calculations are slow, the duration should cover a whole batch
    /// (<see cref="BatchSize"/> / <see cref="MaxConcurrency"/> calculations one after another). Otherwise processors that share a store calculate the same
    /// rebates, which are nevertheless paid once.
    /// </remarks>
    public TimeSpan ClaimDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets or sets the number of attempts after which a rebate is dead, 1 to 1,000. Default: 10.</summary>
    public int MaxAttempts { get; set; } = 10;

    /// <summary>Gets or sets the wait after the first failure, 1 ms to one day. Default: 1 second.</summary>
    /// <remarks>The wait doubles with each further failure.</remarks>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the longest wait between attempts, from <see cref="RetryDelay"/> to 30 days. Default: 1 hour.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromHours(1);
}
