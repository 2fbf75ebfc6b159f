using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WalletKit.Stores;

namespace WalletKit.Rebates;

/// <summary>
/// Pays rebates in the background. A signal from a deposit only saves time; correctness rests on the search for due rebates at the start and at each poll.
/// When it stops, the service claims no more rebates, and finishes its work under way within the host's shutdown time.
/// </summary>
internal sealed partial class RebateWorker(
    RebateProcessor processor,
    IWalletStore store,
    RebateSignal signal,
    TimeProvider timeProvider,
    IOptionsMonitor<RebateOptions> options,
    RebatePolicies policies,
    ILogger<RebateWorker>? logger = null) : BackgroundService
{
    // This is ample for the one write that is needed. A policy that blocks its thread must not hold up the host for good.
    private static readonly TimeSpan GivingBackTime = TimeSpan.FromSeconds(5);

    private readonly ILogger _logger = (ILogger?)logger ?? NullLogger.Instance;
    private readonly CancellationTokenSource _abandoning = new();

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // A policy that cannot be made fails the start, not the first deposit.
        await policies.NamesAsync().ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (ExecuteTask is { IsCompleted: false } running)
        {
            // The host's shutdown time has ended: the claimed rebates are released before the host closes the store.
            await Task.WhenAll(_abandoning.CancelAsync(), running)
                .WaitAsync(GivingBackTime, timeProvider, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public override void Dispose()
    {
        _abandoning.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.CurrentValue.ProcessInBackground)
        {
            return;
        }

        var interval = options.CurrentValue.PollInterval;
        var heard = PassOnNewsAsync(stoppingToken);
        using var poll = timeProvider.CreateTimer(static signal => ((RebateSignal)signal!).Set(), signal, interval, interval);
        while (!stoppingToken.IsCancellationRequested)
        {
            await RunPassAsync(stoppingToken).ConfigureAwait(false);
            try
            {
                await signal.WaitAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
        }

        await heard.ConfigureAwait(false);
    }

    // Deposits of other processes, if the store learns of them.
    private async Task PassOnNewsAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await store.Rebates.WaitForEarnedAsync(stoppingToken).ConfigureAwait(false);
                signal.Set();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping.
        }
        catch (Exception exception)
        {
            // The news only saves time; the poll goes on.
            LogNotHeard(_logger, exception);
        }
    }

    private async Task RunPassAsync(CancellationToken stoppingToken)
    {
        try
        {
            await processor.RunAsync(stoppingToken, _abandoning.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_abandoning.IsCancellationRequested)
        {
            LogAbandoned(_logger);
        }
        catch (Exception exception)
        {
            // Only the host may end the loop: a failed rebate stays pending, and the next poll looks at it again.
            LogPassFailed(_logger, exception);
        }
    }
}
