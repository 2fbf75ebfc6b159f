namespace WalletKit.Benchmarks.Suites;

/// <summary>Runs a number of operations from a number of callers at once.</summary>
internal static class Burst
{
    public static Task RunAsync(int operations, int callers, Func<int, Task> operation)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i < operations)
            {
                await operation(i);
            }
        })));
    }
}
