using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace WalletKit.Service.Erasing;

/// <summary>Ends erasures that were interrupted, at the start and every hour: no reader sees their texts meanwhile.</summary>
internal sealed partial class TextSweeper(
    TextSweep sweep, TimeProvider timeProvider, ILogger<TextSweeper>? logger = null) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromHours(1);

    private readonly ILogger _logger = (ILogger?)logger ?? NullLogger.Instance;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, timeProvider);
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
            // The host stops; the rest is deleted at its next start.
        }
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (await sweep.RunAllAsync(stoppingToken).ConfigureAwait(false) is > 0 and var wallets)
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
