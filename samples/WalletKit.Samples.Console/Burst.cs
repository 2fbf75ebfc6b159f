using System.Diagnostics;
using Spectre.Console;

namespace WalletKit.Samples;

/// <summary>Many deposits and withdrawals on a few wallets, from many callers at once.</summary>
internal sealed class Burst(IWalletService wallets, Acknowledgments acknowledged, IAnsiConsole console)
{
    private const int WalletCount = 4;

    // Callers that wait at the same time share a commit, so more callers make the burst faster, not slower.
    private const int Callers = 256;

    private long _refused;

    /// <summary>Makes the operations. When it is canceled, it begins no new ones and returns when the operations under way are over.</summary>
    public async Task RunAsync(int operations, CancellationToken cancellationToken)
    {
        console.WriteLine($"{operations:N0} deposits and withdrawals on {WalletCount} wallets, {Callers} callers at once");
        var opened = await OpenWalletsAsync(cancellationToken);
        var before = acknowledged.Count;
        var clock = Stopwatch.StartNew();
        await console.Progress().Columns(ProgressColumns.All).StartAsync(async context =>
        {
            var bar = context.AddTask("Burst", maxValue: operations);
            var callers = new ParallelOptions { MaxDegreeOfParallelism = Callers, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(Enumerable.Range(1, operations), callers, async (number, token) =>
            {
                await MoveMoneyAsync(opened[number % WalletCount], number, token);
                bar.Increment(1);
            });
        });

        console.WriteLine($"{operations:N0} operations in {clock.Elapsed.TotalSeconds:N2} s, {operations / clock.Elapsed.TotalSeconds:N0} a second: "
            + $"{acknowledged.Count - before:N0} recorded, {_refused:N0} refused for lack of money");
    }

    private async Task<WalletId[]> OpenWalletsAsync(CancellationToken cancellationToken)
    {
        var opening = Enumerable.Range(1, WalletCount).Select(number => wallets.OpenAsync("burst", "USD", $"wallet-{number}", cancellationToken: cancellationToken));
        return [.. (await Task.WhenAll(opening)).Select(receipt => receipt.Wallet.Id)];
    }

    private async Task MoveMoneyAsync(WalletId wallet, int number, CancellationToken cancellationToken)
    {
        // With a key of its own, an operation whose answer was lost could be repeated without harm.
        var key = acknowledged.KeyFor($"burst-{number}");
        var amount = Random.Shared.Next(100, 10_000) / 100m;
        try
        {
            acknowledged.Add(Random.Shared.Next(2) == 0
                ? await wallets.DepositAsync(wallet, amount, new() { IdempotencyKey = key, Actor = acknowledged.Actor }, cancellationToken)
                : await wallets.WithdrawAsync(wallet, amount, new() { IdempotencyKey = key, Actor = acknowledged.Actor }, cancellationToken));
        }
        catch (InsufficientFundsException)
        {
            // This is no error: the wallet did not have enough money, and nothing was changed.
            Interlocked.Increment(ref _refused);
        }
    }
}
