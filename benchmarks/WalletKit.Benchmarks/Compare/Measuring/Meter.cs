using System.Diagnostics;
using WalletKit.AspNetCore.Endpoints;

namespace WalletKit.Benchmarks.Compare.Measuring;

/// <summary>The measured time of one contender in one round, and the operations in it.</summary>
/// <param name="duration">The length of the measured time, unless the work has an end of its own.</param>
internal sealed class Meter(TimeSpan duration)
{
    private readonly List<Tally> _tallies = [];
    private long _began = long.MaxValue;
    private long _ended = long.MaxValue;
    private long _allocatedBefore;
    private long _allocated;
    private TimeSpan? _elapsed;
    private long _operations;

    public TimeSpan Duration => duration;

    /// <summary>Whether the callers should stop.</summary>
    public bool IsOver => Volatile.Read(ref _ended) != long.MaxValue;

    public bool IsWithin(long timestamp) => timestamp >= Volatile.Read(ref _began) && timestamp < Volatile.Read(ref _ended);

    /// <summary>A tally for one more caller.</summary>
    public Tally NewTally()
    {
        var tally = new Tally(this);
        lock (_tallies)
        {
            _tallies.Add(tally);
        }

        return tally;
    }

    public void Begin()
    {
        _allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        Volatile.Write(ref _began, Stopwatch.GetTimestamp());
    }

    public void End()
    {
        Volatile.Write(ref _ended, Stopwatch.GetTimestamp());
        _allocated = GC.GetTotalAllocatedBytes(precise: true) - _allocatedBefore;
    }

    /// <summary>Takes over the measurement of a separate program.</summary>
    public void Take(long operations, TimeSpan elapsed) => (_operations, _elapsed) = (operations, elapsed);

    /// <summary>The measurement. It may be read when all callers have stopped.</summary>
    public Sample Read()
    {
        var sample = new Sample { Elapsed = _elapsed ?? Stopwatch.GetElapsedTime(_began, _ended), Operations = _operations, AllocatedBytes = _allocated };
        foreach (var tally in _tallies)
        {
            sample = sample with
            {
                Operations = sample.Operations + tally.Completed,
                GivenUp = sample.GivenUp + tally.GivenUp,
                Acknowledged = sample.Acknowledged + tally.Acknowledged,
            };
            sample.Latencies.Add(tally.Latencies);
        }

        return sample;
    }
}
