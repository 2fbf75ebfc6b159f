using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace WalletKit.Service.Holds;

/// <summary>Records the expiry of holds, as often as the host wants.</summary>
internal sealed partial class HoldSweeper(
    HoldSweep sweep, TimeProvider timeProvider, IOptions<HoldSweepOptions> options, ILogger<HoldSweeper>? logger = null) : Sweeper(timeProvider)
{
    private readonly ILogger _logger = (ILogger?)logger ?? NullLogger.Instance;

    protected override TimeSpan? Interval => options.Value.SweepInBackground ? options.Value.Interval : null;

    protected override async Task SweepAsync(CancellationToken stoppingToken)
    {
        if (await sweep.RunAsync(stoppingToken).ConfigureAwait(false) is > 0 and var swept)
        {
            LogSwept(_logger, swept);
        }
    }

    protected override void LogFailed(Exception exception) => LogFailed(_logger, exception);
}
