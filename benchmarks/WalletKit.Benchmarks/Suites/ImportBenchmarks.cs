using BenchmarkDotNet.Attributes;
using WalletKit.AspNetCore.Problems;
using WalletKit.Commands;

namespace WalletKit.Benchmarks.Suites;

/// <summary>An import of independent deposits, compared with the same deposits in batches of a thousand handed to the store itself.</summary>
[InvocationCount(1)]
public class ImportBenchmarks : WalletBenchmarks
{
    private const int Deposits = 20_000;

    [Params(1, 1_024)]
    public int Wallets { get; set; }

    [GlobalSetup]
    public Task SetUp() => OpenAsync(Wallets);

    [Benchmark(Baseline = true, OperationsPerInvoke = Deposits)]
    public Task Batches() => Opened.FillAsync(Deposits, 10m);

    [Benchmark(OperationsPerInvoke = Deposits)]
    public async Task Import()
    {
        var commands = Enumerable.Range(0, Deposits).Select(i => (WalletCommand)new Deposit(Opened.Ids[i % Wallets], 10m)).ToAsyncEnumerable();
        await foreach (var result in Opened.Service.ImportAsync(commands))
        {
            if (result.Result.Refusal is { } refusal)
            {
                throw refusal;
            }
        }
    }
}
