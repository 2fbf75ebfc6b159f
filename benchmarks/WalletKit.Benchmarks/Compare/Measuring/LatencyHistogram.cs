using System.Diagnostics;
using System.Numerics;

namespace WalletKit.Benchmarks.Compare.Measuring;

/// <summary>Counts latencies in buckets that are 1/32 of their value wide, so that more operations take no more room.</summary>
internal sealed class LatencyHistogram
{
    private const int BucketBits = 5;
    private const int BucketsPerOctave = 1 << BucketBits;

    private readonly long[] _counts = new long[(64 - BucketBits + 1) * BucketsPerOctave];

    public long Count { get; private set; }

    /// <param name="ticks">The latency, in ticks of <see cref="Stopwatch"/>.</param>
    public void Add(long ticks)
    {
        _counts[BucketOf(ticks)]++;
        Count++;
    }

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
    }

    /// <summary>The latency that a share of the operations did not exceed; null where none was counted.</summary>
    public double? Micros(double share)
    {
        if (Count == 0)
        {
            return null;
        }

        var rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        var bucket = 0;
        for (var seen = _counts[0]; seen < rank; seen += _counts[bucket])
        {
            bucket++;
        }

        return MiddleOf(bucket) * 1e6 / Stopwatch.Frequency;
    }

    // The first octave is exact; from there on, each octave is cut into as many buckets.
    private static int BucketOf(long ticks)
    {
        var octave = Math.Max(0, BitOperations.Log2((ulong)ticks) - BucketBits);
        return (octave * BucketsPerOctave) + (int)(ticks >> octave);
    }

    private static double MiddleOf(int bucket)
    {
        var octave = Math.Max(0, (bucket / BucketsPerOctave) - 1);
        var first = (long)(bucket - (octave * BucketsPerOctave)) << octave;
        return first + (((1L << octave) - 1) / 2.0);
    }
}
