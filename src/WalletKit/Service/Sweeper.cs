using Microsoft.Extensions.Hosting;

namespace WalletKit.Service;

/// <summary>Sweeps at the start of the host and at each interval. The next sweep does the work that a failed sweep leaves.</summary>
internal abstract class Sweeper(TimeProvider timeProvider) : BackgroundService
{
    /// <summary>The time from one sweep to the next; null where the host wants no sweep.</summary>
    protected abstract TimeSpan? Interval { get; }

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (Interval is not { } interval)
        {
            return;
        }

        using var timer = new PeriodicTimer(interval, timeProvider);
        try
        {
            do
            {
                await TryAsync(stoppingToken).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; its next start does the rest.
        }
    }

    /// <summary>Sweeps once, and logs what was done.</summary>
    protected abstract Task SweepAsync(CancellationToken stoppingToken);

    /// <summary>Logs that a sweep failed.</summary>
    protected abstract void LogFailed(Exception exception);

    private async Task TryAsync(CancellationToken stoppingToken)
    {
        try
        {
            await SweepAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            // Only the host may end the loop, not even a call that a store gave up by itself.
            LogFailed(exception);
        }
    }
}
