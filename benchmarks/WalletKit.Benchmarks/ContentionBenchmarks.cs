using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;

namespace WalletKit.Benchmarks;

/// <summary>
/// Many callers deposit into few wallets, on a real file with the same durability on both sides. The peer opens a connection
/// and a transaction for each call, as one would by hand.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet calls CleanUp, not Dispose.")]
[MemoryDiagnoser]
[SimpleJob(launchCount: 1, warmupCount: 2, iterationCount: 5)]
public class ContentionBenchmarks
{
    private const int Deposits = 1_024;

    private BenchmarkDirectory _directory = null!;
    private AdoNetWallets _byHand = null!;
    private WalletKitWallets _walletKit = null!;

    /// <summary>How many wallets share the deposits.</summary>
    [Params(1, 16, 1_024)]
    public int Wallets { get; set; }

    /// <summary>How many callers deposit at once.</summary>
    [Params(1, 16, 256)]
    public int Callers { get; set; }

    [GlobalSetup]
    public async Task SetUp()
    {
        _directory = new BenchmarkDirectory();
        _byHand = new AdoNetWallets(_directory.File("by-hand.db"), Wallets);
        _walletKit = await WalletKitWallets.OpenAsync(_directory.File("walletkit.db"), Wallets);
    }

    [GlobalCleanup]
    public async Task CleanUp()
    {
        await _walletKit.DisposeAsync();
        _directory.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Deposits)]
    public Task ByHand() => Burst.RunAsync(Deposits, Callers, _byHand.DepositAsync);

    [Benchmark(OperationsPerInvoke = Deposits)]
    public Task WalletKit() => Burst.RunAsync(Deposits, Callers, _walletKit.DepositAsync);
}
