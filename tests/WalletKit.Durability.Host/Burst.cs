using System.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace WalletKit.Durability.Host;

/// <summary>Callers who deposit and withdraw at once, each operation known by a reference of its own.</summary>
internal sealed class Burst(BurstArguments arguments, IWalletService wallets, Journal journal, IHostApplicationLifetime lifetime) : BackgroundService
{
    // One percent of it is at least one minor unit, so each deposit's rebate comes to something.
    private const int MinDeposit = 100;
    private const int MaxAmount = 10_000;

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
        var opened = await wallets.OpenAsync($"owner-{wallet}", "USD", cancellationToken: stoppingToken);
        journal.Opened(wallet, opened.Id);
        return opened.Id;
    }

    private async Task CallAsync(int caller, WalletId[] walletIds, CancellationToken stoppingToken)
    {
        var random = new Random(unchecked((arguments.Seed * 397) + caller));
        for (var call = 0; !stoppingToken.IsCancellationRequested && MayBegin(); call++)
        {
            var wallet = random.Next(walletIds.Length);
            var isDeposit = random.Next(10) < 6;
            var isKeyed = random.Next(2) == 0;
            var amount = random.Next(MinDeposit, MaxAmount);
            var reference = $"{arguments.Run}-{caller}-{call}";
            var options = new TransactionOptions { Reference = reference, IdempotencyKey = isKeyed ? reference : null };
            if (isKeyed)
            {
                journal.Begun(wallet, TypeOf(isDeposit), amount, reference);
            }

            try
            {
                // What was begun is finished, so the token is not handed on.
                var receipt = isDeposit
                    ? await wallets.DepositAsync(walletIds[wallet], amount / 100m, options, CancellationToken.None)
                    : await wallets.WithdrawAsync(walletIds[wallet], amount / 100m, options, CancellationToken.None);
                journal.Acknowledged(wallet, TypeOf(isDeposit), amount, receipt.Transaction.Sequence, reference, isKeyed);
            }
            catch (InsufficientFundsException)
            {
                journal.Refused(reference);
            }
        }
    }

    private bool MayBegin() => arguments.Operations == 0 || Interlocked.Increment(ref _begun) <= arguments.Operations;

    private static string TypeOf(bool isDeposit) => isDeposit ? "deposit" : "withdrawal";
}
