using BenchmarkDotNet.Attributes;
using WalletKit.Commands;

namespace WalletKit.Benchmarks.Suites;

/// <summary>The payment of all due rebates.</summary>
[InvocationCount(1)]
public class RebateBenchmarks : WalletBenchmarks
{
    private const int Due = 4_096;

    /// <summary>The number of wallets that get the rebates.</summary>
    [Params(1, 1_024)]
    public int Wallets { get; set; }

    [GlobalSetup]
    public Task SetUp() => OpenAsync(Wallets);

    // BenchmarkDotNet does not wait for a task here.
    [IterationSetup]
    public void Earn() => Opened.FillAsync(Due, 10m).GetAwaiter().GetResult();

    [Benchmark(OperationsPerInvoke = Due)]
    public async Task<RebatePass> Drain()
    {
        var pass = await Opened.Rebates.ProcessPendingAsync();
        return pass.Paid == Due ? pass : throw new InvalidOperationException($"{pass.Paid} rebates were paid, and not {Due}.");
    }
}
