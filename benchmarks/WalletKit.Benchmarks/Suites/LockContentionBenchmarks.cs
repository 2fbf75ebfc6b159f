using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using WalletKit.Commands;
using WalletKit.Locking;

namespace WalletKit.Benchmarks.Suites;

/// <summary>Callers that queue for the locks of wallets, compared with one semaphore of the framework for each wallet.</summary>
[SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet calls CleanUp, not Dispose.")]
[MemoryDiagnoser]
[WarmupCount(2)]
[IterationCount(5)]
public class LockContentionBenchmarks
{
    private const int Holds = 4_096;

    private readonly WalletLocks _locks = new();
    private WalletId[] _wallets = null!;
    private SemaphoreSlim[] _semaphores = null!;

    /// <summary>The number of wallets that the callers share.</summary>
    [Params(1, 16)]
    public int Wallets { get; set; }

    /// <summary>The number of callers at once.</summary>
    [Params(16, 256)]
    public int Callers { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _wallets = [.. Enumerable.Range(0, Wallets).Select(_ => new WalletId(Guid.CreateVersion7()))];
        _semaphores = [.. Enumerable.Range(0, Wallets).Select(_ => new SemaphoreSlim(1))];
    }

    [GlobalCleanup]
    public void CleanUp() => Array.ForEach(_semaphores, semaphore => semaphore.Dispose());

    [Benchmark(Baseline = true, OperationsPerInvoke = Holds)]
    public Task Semaphores() => Burst.RunAsync(Holds, Callers, async i =>
    {
        var semaphore = _semaphores[i % Wallets];
        await semaphore.WaitAsync();
        await HoldAsync();
        semaphore.Release();
    });

    [Benchmark(OperationsPerInvoke = Holds)]
    public Task Locks() => Burst.RunAsync(Holds, Callers, async i =>
    {
        using (await _locks.AcquireAsync(_wallets[i % Wallets]))
        {
            await HoldAsync();
        }
    });

    // The holder gives up its thread, so that the other callers come to wait.
    private static async Task HoldAsync() => await Task.Yield();
}
