using System.Diagnostics;
using WalletKit.Benchmarks.Compare.Measuring;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>Runs callers at once until the measured time is over.</summary>
internal static class Callers
{
    private const int CallsPerTurn = 64;

    public static Task MoveAsync(IMover mover, Workload workload, Meter meter) =>
        RunAsync(workload.Callers, meter, caller => new MoveCaller(mover, new OperationStream(workload, caller)));

    public static Task RunAsync(int count, Meter meter, Func<int, ICaller> create) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => RunAsync(create(i), meter, isMeasured: true))));

    /// <param name="isMeasured">False for a caller that only disturbs the others.</param>
    public static async Task RunAsync(ICaller caller, Meter meter, bool isMeasured)
    {
        var tally = meter.NewTally();
        for (var calls = 1; !meter.IsOver; calls++)
        {
            var began = Stopwatch.GetTimestamp();
            try
            {
                await caller.CallAsync();
                caller.Acknowledge(tally);
                if (isMeasured)
                {
                    tally.Complete(began, Stopwatch.GetTimestamp());
                }
            }
            catch (GaveUpException)
            {
                tally.GiveUp();
            }

            // If calls never wait, the pool's few threads would stay with the first few callers.
            if (calls % CallsPerTurn == 0)
            {
                await Task.Yield();
            }
        }
    }
}
