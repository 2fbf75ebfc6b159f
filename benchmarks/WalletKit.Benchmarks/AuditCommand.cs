using System.Diagnostics;
using System.Globalization;
using WalletKit.Benchmarks.Suites;

namespace WalletKit.Benchmarks;

/// <summary>Audits a big store, to measure the speed and to show that memory does not grow.</summary>
internal static class AuditCommand
{
    private const int DefaultTransactions = 1_000_000;
    private const int DefaultWallets = 10_000;
    private const int Reports = 10;
    private const long MaxPeakBytes = 300_000_000;

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (!TryParse(arguments, out var transactions, out var count, out var kind))
        {
            await Console.Error.WriteLineAsync("audit [--transactions N] [--wallets N] [--store Sqlite|InMemory|PostgreSql]: N is a number of 1 or more");
            return 2;
        }

        await using var wallets = await OpenedWallets.OpenAsync(kind, count);
        await wallets.FillAsync(transactions, 1m);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{transactions} transactions with their rebates due, in {count} wallets"));

        await PrintTrialBalanceAsync(wallets.Service, null);
        var place = await PrintTrialBalanceAsync(wallets.Service, null);
        await PrintTrialBalanceAsync(wallets.Service, place);

        var started = Stopwatch.GetTimestamp();
        var audit = await wallets.Audit.AuditAsync(new() { CheckStore = false, Progress = new Lines(transactions / Reports, started) });
        Print("books", transactions, Stopwatch.GetElapsedTime(started));
        started = Stopwatch.GetTimestamp();
        var whole = await wallets.Audit.AuditAsync();
        Print("books and file", transactions, Stopwatch.GetElapsedTime(started));

        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{audit.FindingCount + whole.FindingCount} findings, peak resident {process.PeakWorkingSet64 / 1_000_000} MB, at most {MaxPeakBytes / 1_000_000} MB"));
        return audit.IsClean && whole.IsClean && process.PeakWorkingSet64 <= MaxPeakBytes ? 0 : 1;
    }

    private static void Print(string what, int transactions, TimeSpan took) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{what}: {took.TotalSeconds:0.0} s, {transactions / took.TotalSeconds:0} transactions/s"));

    private static async Task<string> PrintTrialBalanceAsync(IWalletService wallets, string? place)
    {
        var started = Stopwatch.GetTimestamp();
        var balance = await wallets.GetTrialBalanceAsync(place);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"trial balance{(place is null ? "" : " of a place")}: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms, wallets {balance.Currencies[0].Wallets}, {(balance.IsBalanced ? "balanced" : "NOT BALANCED")}"));
        return balance.Place;
    }

    private static bool TryParse(string[] arguments, out int transactions, out int wallets, out StoreKind kind)
    {
        (transactions, wallets, kind) = (DefaultTransactions, DefaultWallets, StoreKind.Sqlite);
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (arguments[i] == "--store" && i + 1 < arguments.Length && Enum.TryParse(arguments[i + 1], ignoreCase: true, out kind) && Enum.IsDefined(kind))
            {
                continue;
            }

            if (i + 1 == arguments.Length || !int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            {
                return false;
            }

            switch (arguments[i])
            {
                case "--transactions":
                    transactions = number;
                    break;
                case "--wallets":
                    wallets = number;
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private sealed class Lines(long every, long started) : IProgress<AuditProgress>
    {
        private long _next;

        public void Report(AuditProgress value)
        {
            if (value.Transactions < _next)
            {
                return;
            }

            _next = value.Transactions + every;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{value.Transactions,10} transactions  {Stopwatch.GetElapsedTime(started).TotalSeconds,5:0} s  resident {Environment.WorkingSet / 1_000_000} MB  managed {GC.GetTotalMemory(false) / 1_000_000} MB"));
        }
    }
}
