using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using WalletKit.Commands;

namespace WalletKit.Durability.Host;

/// <summary>Callers that move and hold money at once, each operation known by a reference of its own.</summary>
internal sealed class Burst(BurstArguments arguments, IWalletService wallets, Journal journal, IHostApplicationLifetime lifetime) : BackgroundService
{
    private int _begun;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (arguments.OnSignal)
            {
                journal.Ready();
                using var input = new StreamReader(Console.OpenStandardInput());
                await input.ReadLineAsync(stoppingToken);
            }

            var began = Stopwatch.GetTimestamp();
            var walletIds = await Task.WhenAll(Enumerable.Range(0, arguments.Wallets).Select(i => OpenAsync(i, stoppingToken)));
            await Task.WhenAll(Enumerable.Range(0, arguments.Callers).Select(caller => Task.Run(() => CallAsync(caller, walletIds, stoppingToken), CancellationToken.None)));
            journal.Took(Stopwatch.GetElapsedTime(began));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            journal.Failed(exception);
        }

        lifetime.StopApplication();
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
            catch (Exception exception) when (exception is InsufficientFundsException or HoldEndedException { Status: HoldStatus.Expired })
            {
                journal.Refused(operation.Reference);
            }
        }
    }

    private bool MayBegin() => arguments.Operations == 0 || Interlocked.Increment(ref _begun) <= arguments.Operations;
}
