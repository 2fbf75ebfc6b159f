using WalletKit.Model.Money;

namespace WalletKit;

/// <summary>How rebates are earned and paid.</summary>
public sealed class RebateOptions
{
    /// <summary>
    /// Gets or sets whether deposits earn rebates from now on, where rebates were added at all. Those earned before are still paid, as they were promised. Default: true.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Gets or sets the share of a deposit that the default policy pays, from 0 to 1, with at most 18 decimals. Default: 0.01, one percent.</summary>
    public decimal Rate { get; set; } = 0.01m;

    /// <summary>How the default policy rounds to the currency's exponent. Default: half to even.</summary>
    public MidpointRounding Rounding { get; set; } = MidpointRounding.ToEven;

    /// <summary>
    /// Gets or sets whether a hosted service pays rebates in the background. Where it is false, the host calls
    /// <see cref="IRebateService.ProcessPendingAsync"/> itself. Default: true.
    /// </summary>
    public bool ProcessInBackground { get; set; } = true;

    /// <summary>How often the hosted service looks for due rebates without being woken, 10 ms to one day. Default: 1 second.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many rebates are claimed and settled together, 1 to 10,000. Default: 256.</summary>
    public int BatchSize { get; set; } = 256;

    /// <summary>How many calculations run at once at most, 1 to 10,000. Default: 16.</summary>
    public int MaxConcurrency { get; set; } = 16;

    /// <summary>How long one calculation may take, 1 ms to one hour; past that the attempt has failed. Default: 10 seconds.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a claim lasts, from <see cref="AttemptTimeout"/> to one day: after a processor died, its claimed rebates wait as
    /// long for another. Where calculations are slow, let it cover a whole batch (<see cref="BatchSize"/> / <see cref="MaxConcurrency"/> of them
    /// one after another), or processors that share a store will calculate the same rebates; they are paid once all the same. Default: 15 seconds.
    /// </summary>
    public TimeSpan ClaimDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many attempts are made before a rebate is dead, 1 to 1,000. Default: 10.</summary>
    public int MaxAttempts { get; set; } = 10;

    /// <summary>Gets or sets the wait after the first failure, 1 ms to one day; it doubles with each further one. Default: 1 second.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the longest wait between attempts, from <see cref="RetryDelay"/> to 30 days. Default: 1 hour.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromHours(1);
}
