using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace WalletKit.Service.Erasing;

/// <summary>Ends erasures that were interrupted, at the start and at each interval: no reader sees their texts meanwhile.</summary>
internal sealed partial class TextSweeper(
    TextSweep sweep, TimeProvider timeProvider, IOptions<WalletKitOptions> options, ILogger<TextSweeper>? logger = null) : Sweeper(timeProvider)
{
    private readonly ILogger _logger = (ILogger?)logger ?? NullLogger.Instance;

    protected override TimeSpan? Interval => options.Value.ErasureSweepInterval;

    protected override async Task SweepAsync(CancellationToken stoppingToken)
    {
        if (await sweep.RunAllAsync(stoppingToken).ConfigureAwait(false) is > 0 and var swept)
        {
            LogSwept(_logger, swept);
        }
    }

    protected override void LogFailed(Exception exception) => LogFailed(_logger, exception);
}
