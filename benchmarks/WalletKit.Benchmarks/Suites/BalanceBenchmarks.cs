using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;

namespace WalletKit.Benchmarks.Suites;

/// <summary>Callers who read balances while nobody writes.</summary>
[SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet calls CleanUp, not Dispose.")]
[MemoryDiagnoser]
[WarmupCount(2)]
[IterationCount(5)]
public class BalanceBenchmarks
{
    private const int Wallets = 1_024;
    private const int Reads = 4_096;

    private OpenedWallets _wallets = null!;

    /// <summary>How many callers there are at once.</summary>
    [Params(1, 16)]
    public int Callers { get; set; }

    [Params(StoreKind.Sqlite, StoreKind.InMemory)]
    public StoreKind Store { get; set; }

    [GlobalSetup]
    public async Task SetUp()
    {
        _wallets = await OpenedWallets.OpenAsync(Store, Wallets);
        await _wallets.FillAsync(Wallets, 10m);
    }

    [GlobalCleanup]
    public async Task CleanUp() => await _wallets.DisposeAsync();

    [Benchmark(OperationsPerInvoke = Reads)]
    public Task Balances() => Burst.RunAsync(Reads, Callers, i => _wallets.Service.GetBalanceAsync(_wallets.Ids[i % Wallets]));
}
