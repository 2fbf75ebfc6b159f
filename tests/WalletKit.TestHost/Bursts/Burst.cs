using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using WalletKit.Commands;

namespace WalletKit.TestHost.Bursts;

/// <summary>Callers that move and hold money at once, each operation known by a reference of its own.</summary>
internal sealed class Burst(HostStore store, BurstArguments arguments, IWalletService wallets, Journal journal, IHostApplicationLifetime lifetime) : BackgroundService
{
    private int _begun;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // If the parent is gone and cannot give the signal, no burst is wanted.
            if (!arguments.OnSignal || await ReadSignalAsync(stoppingToken))
            {
                await RunAsync(stoppingToken);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            journal.Failed(exception);
        }

        lifetime.StopApplication();
    }

    private async Task<bool> ReadSignalAsync(CancellationToken stoppingToken)
    {
        journal.Ready();
        using var input = new StreamReader(Console.OpenStandardInput());
        return await input.ReadLineAsync(stoppingToken) is not null;
    }

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        var began = Stopwatch.GetTimestamp();
        var walletIds = await Task.WhenAll(Enumerable.Range(0, arguments.Wallets).Select(i => OpenAsync(i, stoppingToken)));
        await Task.WhenAll(Enumerable.Range(0, arguments.Callers).Select(caller => Task.Run(() => CallAsync(caller, walletIds, stoppingToken), CancellationToken.None)));
        journal.Took(Stopwatch.GetElapsedTime(began));
    }

    private async Task<WalletId> OpenAsync(int wallet, CancellationToken stoppingToken)
    {
        var opened = (await wallets.OpenAsync($"owner-{wallet}", "USD", cancellationToken: stoppingToken)).Wallet;
        journal.Opened(wallet, opened.Id);
        return opened.Id;
    }

    private async Task CallAsync(int number, WalletId[] walletIds, CancellationToken stoppingToken)
    {
        var caller = new Caller(arguments, number);
        while (!stoppingToken.IsCancellationRequested && MayBegin())
        {
            var operation = caller.Next();
            operation = operation with { IsKeyed = operation.IsKeyed || store.IsMadeToFail };
            if (operation.IsKeyed)
            {
                journal.Begun(operation);
            }

            try
            {
                var (done, _, _) = await operation.DoAsync(wallets, wallet => walletIds[wallet]);
                journal.Acknowledged(done);
                caller.Did(done);
            }
            catch (WalletRefusedException exception) when (Operation.IsExpected(exception))
            {
                journal.Refused(operation.Reference);
            }
            catch (TimeoutException) when (store.IsMadeToFail)
            {
                // The process stood still while its order was written. Nothing was changed.
                journal.Refused(operation.Reference);
            }
            catch (WalletStoreException exception) when (store.IsMadeToFail)
            {
                // An unclear operation stays begun, and the reader of the journal repeats it. Any other failure must have changed nothing.
                if (!exception.OutcomeUnknown)
                {
                    journal.Refused(operation.Reference);
                }
            }
        }
    }

    private bool MayBegin() => arguments.Operations == 0 || Interlocked.Increment(ref _begun) <= arguments.Operations;
}
