using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using WalletKit.Locking;

namespace WalletKit.Benchmarks.Suites;

/// <summary>The locks of the wallets without contention, compared with one semaphore of the framework.</summary>
[SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet calls CleanUp, not Dispose.")]
[MemoryDiagnoser]
[WarmupCount(2)]
[IterationCount(5)]
public class LockBenchmarks
{
    private readonly WalletLocks _locks = new();
    private readonly WalletId _wallet = new(Guid.CreateVersion7());
    private readonly WalletId[] _wallets = [.. Enumerable.Range(0, 4).Select(_ => new WalletId(Guid.CreateVersion7()))];
    private SemaphoreSlim _semaphore = null!;

    [GlobalSetup]
    public void SetUp() => _semaphore = new SemaphoreSlim(1);

    [GlobalCleanup]
    public void CleanUp() => _semaphore.Dispose();

    [Benchmark(Baseline = true)]
    public async Task Semaphore()
    {
        await _semaphore.WaitAsync();
        _semaphore.Release();
    }

    [Benchmark]
    public async Task OneWallet()
    {
        using (await _locks.AcquireAsync(_wallet))
        {
        }
    }

    [Benchmark]
    public async Task FourWallets()
    {
        using (await _locks.AcquireAsync(_wallets))
        {
        }
    }
}
