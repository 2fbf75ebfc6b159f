using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using WalletKit.Rebates;

namespace WalletKit.Benchmarks.Suites;

/// <summary>Paying all rebates that are due.</summary>
[SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet calls CleanUp, not Dispose.")]
[MemoryDiagnoser]
[WarmupCount(2)]
[IterationCount(5)]
[InvocationCount(1)]
public class RebateBenchmarks
{
    private const int Due = 4_096;

    private OpenedWallets _wallets = null!;

    /// <summary>How many wallets the rebates go to.</summary>
    [Params(1, 1_024)]
    public int Wallets { get; set; }

    [Params(StoreKind.Sqlite, StoreKind.InMemory)]
    public StoreKind Store { get; set; }

    [GlobalSetup]
    public async Task SetUp() => _wallets = await OpenedWallets.OpenAsync(Store, Wallets);

    // BenchmarkDotNet waits for no task here.
    [IterationSetup]
    public void Earn() => _wallets.FillAsync(Due, 10m).GetAwaiter().GetResult();

    [GlobalCleanup]
    public async Task CleanUp() => await _wallets.DisposeAsync();

    [Benchmark(OperationsPerInvoke = Due)]
    public async Task<RebatePass> Drain()
    {
        var pass = await _wallets.Rebates.ProcessPendingAsync();
        return pass.Paid == Due ? pass : throw new InvalidOperationException($"{pass.Paid} rebates were paid, and not {Due}.");
    }
}
