using System.Diagnostics;
using System.Globalization;
using Npgsql;
using WalletKit.Benchmarks.Compare.Measuring;
using WalletKit.Benchmarks.Compare.PostgreSql;
using WalletKit.Benchmarks.Suites;

namespace WalletKit.Benchmarks;

/// <summary>Measures what the callers on PostgreSQL feel of a wallet that another program keeps locked and that is not theirs.</summary>
internal static class LockedCommand
{
    private const int Wallets = 40;
    private const int Callers = 16;
    private const int CallersOfLocked = 4;
    private const int Rounds = 3;
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync()
    {
        await using var wallets = await OpenedWallets.OpenAsync(StoreKind.PostgreSql, Wallets);
        await DepositAsync(wallets, new LatencyHistogram());
        var (free, locked) = (new LatencyHistogram(), new LatencyHistogram());
        for (var round = 0; round < Rounds; round++)
        {
            await DepositAsync(wallets, free);
            await using var foreign = NpgsqlDataSource.Create(BenchmarkServer.Cluster.ConnectionString);
            await using var connection = await foreign.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var command = new NpgsqlCommand("SELECT 1 FROM walletkit.walletkit_wallets WHERE id = $1 FOR UPDATE", connection, transaction);
            command.Parameters.Add(new NpgsqlParameter { Value = wallets.Ids[0].Value });
            await command.ExecuteNonQueryAsync();
            var waiting = Enumerable.Range(0, CallersOfLocked).Select(_ => wallets.Service.DepositAsync(wallets.Ids[0], 1m)).ToArray();
            await DepositAsync(wallets, locked);
            await transaction.CommitAsync();
            await Task.WhenAll(waiting);
        }

        Print("free", free);
        Print("one of 40 locked", locked);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"p99 {locked.Micros(0.99) / free.Micros(0.99):0.00} times"));
        return 0;
    }

    private static void Print(string name, LatencyHistogram latencies) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name,-17} {latencies.Count,8} deposits  p50 {latencies.Micros(0.5),6:0} us  p99 {latencies.Micros(0.99),6:0} us  p99.9 {latencies.Micros(0.999),6:0} us"));

    // Into all wallets but the first.
    private static async Task DepositAsync(OpenedWallets wallets, LatencyHistogram latencies)
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var own in await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(caller)))))
        {
            latencies.Add(own);
        }

        async Task<LatencyHistogram> CallAsync(int caller)
        {
            var own = new LatencyHistogram();
            for (var i = caller; Stopwatch.GetElapsedTime(began) < s_round; i++)
            {
                var called = Stopwatch.GetTimestamp();
                await wallets.Service.DepositAsync(wallets.Ids[1 + (i * 7 % (Wallets - 1))], 1m);
                own.Add(Stopwatch.GetTimestamp() - called);
            }

            return own;
        }
    }
}
