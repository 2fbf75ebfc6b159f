using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using WalletKit.Commands;

namespace WalletKit.Benchmarks.Suites;

/// <summary>An import of independent deposits, against the same in batches of a thousand handed to the store itself.</summary>
[SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet calls CleanUp, not Dispose.")]
[MemoryDiagnoser]
[WarmupCount(2)]
[IterationCount(5)]
[InvocationCount(1)]
public class ImportBenchmarks
{
    private const int Deposits = 20_000;

    private OpenedWallets _wallets = null!;

    [Params(1, 1_024)]
    public int Wallets { get; set; }

    [Params(StoreKind.Sqlite, StoreKind.InMemory)]
    public StoreKind Store { get; set; }

    [GlobalSetup]
    public async Task SetUp() => _wallets = await OpenedWallets.OpenAsync(Store, Wallets);

    [GlobalCleanup]
    public async Task CleanUp() => await _wallets.DisposeAsync();

    [Benchmark(Baseline = true, OperationsPerInvoke = Deposits)]
    public Task Batches() => _wallets.FillAsync(Deposits, 10m);

    [Benchmark(OperationsPerInvoke = Deposits)]
    public async Task Import()
    {
        var commands = Enumerable.Range(0, Deposits).Select(i => (WalletCommand)new Deposit(_wallets.Ids[i % Wallets], 10m)).ToAsyncEnumerable();
        await foreach (var result in _wallets.Service.ImportAsync(commands))
        {
            if (result.Result.Refusal is { } refusal)
            {
                throw refusal;
            }
        }
    }
}
