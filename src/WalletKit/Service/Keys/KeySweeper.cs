using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace WalletKit.Service.Keys;

/// <summary>Deletes the idempotency keys that are older than the retention, at the start and every day; none where no retention is set.</summary>
internal sealed partial class KeySweeper(
    KeySweep sweep, TimeProvider timeProvider, IOptions<WalletKitOptions> options, ILogger<KeySweeper>? logger = null) : Sweeper(timeProvider)
{
    private readonly ILogger _logger = (ILogger?)logger ?? NullLogger.Instance;

    /// <exception cref="NotSupportedException">A retention is set, and the store cannot delete keys.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.KeyRetention is not null)
        {
            sweep.ThrowIfMissing();
        }

        return base.StartAsync(cancellationToken);
    }

    protected override TimeSpan? Interval => options.Value.KeyRetention is null ? null : TimeSpan.FromDays(1);

    protected override async Task SweepAsync(CancellationToken stoppingToken)
    {
        if (options.Value.KeyRetention is { } retention && await sweep.RunAsync(retention, stoppingToken).ConfigureAwait(false) is > 0 and var swept)
        {
            LogSwept(_logger, swept, retention);
        }
    }

    protected override void LogFailed(Exception exception) => LogFailed(_logger, exception);
}
