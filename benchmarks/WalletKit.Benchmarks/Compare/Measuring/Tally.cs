using WalletKit.Benchmarks.Compare.Books;

namespace WalletKit.Benchmarks.Compare.Measuring;

/// <summary>What one caller did. Written by that caller alone, so that counting costs no contention.</summary>
internal sealed class Tally(Meter meter)
{
    /// <summary>What was acknowledged, in the measured time or not, and must stand in the books afterwards.</summary>
    public BookTotals Acknowledged { get; private set; } = BookTotals.None;

    /// <summary>How many operations were completed within the measured time.</summary>
    public long Completed { get; private set; }

    /// <summary>How many operations were given up.</summary>
    public long GivenUp { get; private set; }

    public LatencyHistogram Latencies { get; } = new();

    /// <summary>Counts an operation that was completed.</summary>
    /// <param name="began">When it was asked for.</param>
    /// <param name="ended">When it was acknowledged.</param>
    public void Complete(long began, long ended)
    {
        if (meter.IsWithin(ended))
        {
            Completed++;
        }

        // By its beginning, and even if it ends past the end: else the longest waits would be those that are left out.
        if (meter.IsWithin(began))
        {
            Latencies.Add(ended - began);
        }
    }

    /// <summary>Counts operations that were completed by one call, which has no latency of theirs to tell.</summary>
    public void Complete(long operations) => Completed += operations;

    public void Acknowledge(in Operation operation) => Acknowledged += BookTotals.Of(operation);

    public void Acknowledge(BookTotals totals) => Acknowledged += totals;

    public void GiveUp() => GivenUp++;
}
