using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;

namespace WalletKit.Benchmarks.Suites;

/// <summary>Callers who share wallets. The number of operations is fixed, as a store grows with each.</summary>
[SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet calls CleanUp, not Dispose.")]
[MemoryDiagnoser]
[WarmupCount(2)]
[IterationCount(5)]
[InvocationCount(1)]
public class ContentionBenchmarks
{
    private const int Operations = 4_096;

    private OpenedWallets _wallets = null!;

    /// <summary>How many wallets the callers share.</summary>
    [Params(1, 16, 1_024)]
    public int Wallets { get; set; }

    /// <summary>How many callers there are at once.</summary>
    [Params(1, 16, 256)]
    public int Callers { get; set; }

    [Params(StoreKind.Sqlite, StoreKind.InMemory)]
    public StoreKind Store { get; set; }

    [GlobalSetup]
    public async Task SetUp()
    {
        _wallets = await OpenedWallets.OpenAsync(Store, Wallets);

        // No withdrawal is to be refused.
        await _wallets.FillAsync(Wallets, 1_000_000m);
    }

    [GlobalCleanup]
    public async Task CleanUp() => await _wallets.DisposeAsync();

    [Benchmark(OperationsPerInvoke = Operations)]
    public Task Deposits() => Burst.RunAsync(Operations, Callers, DepositAsync);

    [Benchmark(OperationsPerInvoke = Operations)]
    public Task DepositsAndWithdrawals() => Burst.RunAsync(Operations, Callers, i => i % 10 < 7 ? DepositAsync(i) : WithdrawAsync(i));

    private Task<TransactionReceipt> DepositAsync(int operation) => _wallets.Service.DepositAsync(_wallets.Ids[operation % Wallets], 10m);

    private Task<TransactionReceipt> WithdrawAsync(int operation) => _wallets.Service.WithdrawAsync(_wallets.Ids[operation % Wallets], 10m);
}
