using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;

namespace WalletKit.Benchmarks.Suites;

/// <summary>The base of the suites that run on opened wallets: each suite runs over each store.</summary>
[SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet calls CleanUp, not Dispose.")]
[MemoryDiagnoser]
[WarmupCount(2)]
[IterationCount(5)]
public abstract class WalletBenchmarks
{
    [Params(StoreKind.Sqlite, StoreKind.InMemory)]
    public StoreKind Store { get; set; }

    private protected OpenedWallets Opened { get; private set; } = null!;

    [GlobalCleanup]
    public async Task CleanUp() => await Opened.DisposeAsync();

    protected async Task OpenAsync(int wallets) => Opened = await OpenedWallets.OpenAsync(Store, wallets);
}
