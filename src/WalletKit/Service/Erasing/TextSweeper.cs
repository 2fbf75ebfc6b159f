using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace WalletKit.Service.Erasing;

/// <summary>Ends erasures that were interrupted, at the start and every hour: no reader sees their texts meanwhile.</summary>
internal sealed partial class TextSweeper(TextSweep sweep, TimeProvider timeProvider, ILogger<TextSweeper>? logger = null) : Sweeper(timeProvider)
{
    private readonly ILogger _logger = (ILogger?)logger ?? NullLogger.Instance;

    protected override TimeSpan? Interval => TimeSpan.FromHours(1);

    protected override async Task SweepAsync(CancellationToken stoppingToken)
    {
        if (await sweep.RunAllAsync(stoppingToken).ConfigureAwait(false) is > 0 and var swept)
        {
            LogSwept(_logger, swept);
        }
    }

    protected override void LogFailed(Exception exception) => LogFailed(_logger, exception);
}
