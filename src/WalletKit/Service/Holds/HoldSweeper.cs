using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace WalletKit.Service.Holds;

/// <summary>Sweeps at the start and at each interval. The next sweep does the work that a failed sweep leaves.</summary>
internal sealed partial class HoldSweeper(
    HoldSweep sweep, TimeProvider timeProvider, IOptions<HoldSweepOptions> options, ILogger<HoldSweeper>? logger = null) : BackgroundService
{
    private readonly ILogger _logger = (ILogger?)logger ?? NullLogger.Instance;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.SweepInBackground)
        {
            return;
        }

        using var timer = new PeriodicTimer(options.Value.Interval, timeProvider);
        try
        {
            do
            {
                await SweepAsync(stoppingToken).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; the rest is swept at its next start.
        }
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (await sweep.RunAsync(stoppingToken).ConfigureAwait(false) is > 0 and var wallets)
            {
                LogSwept(_logger, wallets);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            // Only the host may end the loop, not even a call that a store gave up by itself.
            LogFailed(_logger, exception);
        }
    }
}
