using WalletKit.Benchmarks.Compare.Books;

namespace WalletKit.Benchmarks.Compare.Measuring;

/// <summary>The counts of one caller. Only that caller writes them, so that counting costs no contention.</summary>
internal sealed class Tally(Meter meter)
{
    /// <summary>The sums of all acknowledged operations, in the measured time or not, which the books must contain afterwards.</summary>
    public BookTotals Acknowledged { get; private set; } = BookTotals.None;

    /// <summary>The number of operations that were completed within the measured time.</summary>
    public long Completed { get; private set; }

    /// <summary>The number of operations that were given up.</summary>
    public long GivenUp { get; private set; }

    public LatencyHistogram Latencies { get; } = new();

    /// <summary>Counts an operation that was completed.</summary>
    /// <param name="began">The time at which it was requested.</param>
    /// <param name="ended">The time at which it was acknowledged.</param>
    public void Complete(long began, long ended)
    {
        if (meter.IsWithin(ended))
        {
            Completed++;
        }

        // An operation counts by its beginning, even if it ends after the measured time: otherwise the longest waits would be left out.
        if (meter.IsWithin(began))
        {
            Latencies.Add(ended - began);
        }
    }

    /// <summary>Counts operations that were completed by one call, so that they have no latencies of their own.</summary>
    public void Complete(long operations) => Completed += operations;

    public void Acknowledge(in Operation operation) => Acknowledged += BookTotals.Of(operation);

    public void Acknowledge(BookTotals totals) => Acknowledged += totals;

    public void GiveUp() => GivenUp++;
}
