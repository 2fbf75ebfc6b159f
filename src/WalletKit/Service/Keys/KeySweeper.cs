using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace WalletKit.Service.Keys;

/// <summary>Deletes the idempotency keys that are older than the retention, at the start and every day; none where no retention is set.</summary>
internal sealed partial class KeySweeper(
    KeySweep sweep, TimeProvider timeProvider, IOptions<WalletKitOptions> options, ILogger<KeySweeper>? logger = null) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromDays(1);

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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.KeyRetention is not { } retention)
        {
            return;
        }

        using var timer = new PeriodicTimer(s_interval, timeProvider);
        try
        {
            do
            {
                await SweepAsync(retention, stoppingToken).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; the next start goes through all keys anew.
        }
    }

    private async Task SweepAsync(TimeSpan retention, CancellationToken stoppingToken)
    {
        try
        {
            if (await sweep.RunAsync(retention, stoppingToken).ConfigureAwait(false) is > 0 and var keys)
            {
                LogSwept(_logger, keys, retention);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            // Only the host may end the loop, not even a call that a store gave up by itself.
            LogFailed(_logger, exception);
        }
    }
}
