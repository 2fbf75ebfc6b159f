using BenchmarkDotNet.Attributes;
using WalletKit.Commands;

namespace WalletKit.Benchmarks.Suites;

/// <summary>Callers that read balances while there are no writers.</summary>
public class BalanceBenchmarks : WalletBenchmarks
{
    private const int Wallets = 1_024;
    private const int Reads = 4_096;

    /// <summary>The number of callers at once.</summary>
    [Params(1, 16)]
    public int Callers { get; set; }

    [GlobalSetup]
    public async Task SetUp()
    {
        await OpenAsync(Wallets);
        await Opened.FillAsync(Wallets, 10m);
    }

    [Benchmark(OperationsPerInvoke = Reads)]
    public Task Balances() => Burst.RunAsync(Reads, Callers, i => Opened.Service.GetBalanceAsync(Opened.Ids[i % Wallets]));
}
