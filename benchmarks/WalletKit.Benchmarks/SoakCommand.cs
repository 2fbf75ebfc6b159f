using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using WalletKit.Benchmarks.Suites;
using WalletKit.Commands;

namespace WalletKit.Benchmarks;

/// <summary>Runs millions of commands through one service, to show that memory does not grow.</summary>
internal static class SoakCommand
{
    private const long DefaultCommands = 5_000_000;
    private const long MaxPeakBytes = 300_000_000;
    private const int Wallets = 10_000;
    private const int Callers = 256;
    private const int Reports = 10;

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (!TryParse(arguments, out var commands))
        {
            await Console.Error.WriteLineAsync("soak [--commands N]: N is a number of 1 or more");
            return 2;
        }

        await using var wallets = await OpenedWallets.OpenAsync(StoreKind.Sqlite, Wallets);
        var started = Stopwatch.GetTimestamp();
        for (var report = 1; report <= Reports; report++)
        {
            await DepositAsync(wallets, commands * report / Reports - commands * (report - 1) / Reports);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{commands * report / Reports,10} commands  {Stopwatch.GetElapsedTime(started).TotalSeconds,5:0} s  resident {Environment.WorkingSet / 1_000_000} MB  managed {GC.GetTotalMemory(false) / 1_000_000} MB"));
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak resident {process.PeakWorkingSet64 / 1_000_000} MB, at most {MaxPeakBytes / 1_000_000} MB"));
        return process.PeakWorkingSet64 <= MaxPeakBytes ? 0 : 1;
    }

    private static async Task DepositAsync(OpenedWallets wallets, long count)
    {
        var started = 0L;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(CallAsync)));

        async Task CallAsync()
        {
            for (var number = Interlocked.Increment(ref started); number <= count; number = Interlocked.Increment(ref started))
            {
                var options = number % 10 == 0 ? new DepositOptions { IdempotencyKey = Guid.NewGuid().ToString() } : null;
                await wallets.Service.DepositAsync(wallets.Ids[number * 7919 % Wallets], 1m, options);
            }
        }
    }

    private static bool TryParse(string[] arguments, out long commands)
    {
        commands = DefaultCommands;
        return arguments is []
            || (arguments is ["--commands", var text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out commands) && commands > 0);
    }
}
