using Microsoft.Extensions.Hosting;
using WalletKit.Commands;
using WalletKit.Durability;
using WalletKit.Durability.Host;

namespace WalletKit.PostgreSql.Host;

/// <summary>Callers that go on whatever happens to the server, until the host is stopped. Each operation has a key, so none stays unclear.</summary>
internal sealed class Burst(BurstArguments arguments, IWalletService wallets, Journal journal, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var walletIds = new WalletId[arguments.Wallets];
            for (var wallet = 0; wallet < walletIds.Length; wallet++)
            {
                walletIds[wallet] = (await wallets.OpenAsync($"owner-{wallet}", "USD", cancellationToken: stoppingToken)).Wallet.Id;
                journal.Opened(wallet, walletIds[wallet]);
            }

            journal.Ready();
            using var input = new StreamReader(Console.OpenStandardInput());

            // If the parent is gone and cannot give the signal, no burst is wanted.
            if (await input.ReadLineAsync(stoppingToken) is not null)
            {
                await Task.WhenAll(Enumerable.Range(0, arguments.Callers).Select(caller => Task.Run(() => CallAsync(caller, walletIds, stoppingToken), CancellationToken.None)));
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            journal.Failed(exception);
        }

        lifetime.StopApplication();
    }

    private async Task CallAsync(int number, WalletId[] walletIds, CancellationToken stoppingToken)
    {
        var caller = new Caller(arguments, number);
        while (!stoppingToken.IsCancellationRequested)
        {
            var operation = caller.Next() with { IsKeyed = true };
            journal.Begun(operation);
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
            catch (WalletStoreException exception)
            {
                // An unclear operation stays begun, and the reader of the journal repeats it. Any other failure must have changed nothing.
                if (!exception.OutcomeUnknown)
                {
                    journal.Refused(operation.Reference);
                }
            }
        }
    }
}
