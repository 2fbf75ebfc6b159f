using BenchmarkDotNet.Attributes;
using WalletKit.Commands;

namespace WalletKit.Benchmarks.Suites;

/// <summary>Callers that share wallets. The number of operations is fixed, because a store grows with each.</summary>
[InvocationCount(1)]
public class ContentionBenchmarks : WalletBenchmarks
{
    private const int Operations = 4_096;

    /// <summary>The number of wallets that the callers share.</summary>
    [Params(1, 16, 1_024)]
    public int Wallets { get; set; }

    /// <summary>The number of callers at once.</summary>
    [Params(1, 16, 256)]
    public int Callers { get; set; }

    [GlobalSetup]
    public async Task SetUp()
    {
        await OpenAsync(Wallets);

        // No withdrawal may be refused.
        await Opened.FillAsync(Wallets, 1_000_000m);
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public Task Deposits() => Burst.RunAsync(Operations, Callers, DepositAsync);

    [Benchmark(OperationsPerInvoke = Operations)]
    public Task DepositsAndWithdrawals() => Burst.RunAsync(Operations, Callers, i => i % 10 < 7 ? DepositAsync(i) : WithdrawAsync(i));

    private Task<TransactionReceipt> DepositAsync(int operation) => Opened.Service.DepositAsync(Opened.Ids[operation % Wallets], 10m);

    private Task<TransactionReceipt> WithdrawAsync(int operation) => Opened.Service.WithdrawAsync(Opened.Ids[operation % Wallets], 10m);
}
