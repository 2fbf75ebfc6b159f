using WalletKit.Benchmarks.Compare.Measuring;

namespace WalletKit.Benchmarks.Compare.Reporting;

/// <summary>The result of a contender in a scenario.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Contender">The contender.</param>
/// <param name="OperationsPerSecond">The median over the rounds.</param>
/// <param name="P50Micros">The latency that half of the operations of all rounds did not exceed; null where calls make many operations each.</param>
/// <param name="P99Micros">The latency that 99 percent of the operations did not exceed.</param>
/// <param name="AllocatedBytesPerOperation">The bytes that the process allocated on the managed heap, over all rounds.</param>
/// <param name="DiskBytesPerOperation">The bytes by which the file grew, for each operation that appended a transaction; null where none did, or where there is no file.</param>
/// <param name="GivenUp">The number of operations that were given up after too many attempts.</param>
internal sealed record Result(
    string Scenario,
    string Contender,
    double OperationsPerSecond,
    double? P50Micros,
    double? P99Micros,
    double AllocatedBytesPerOperation,
    double? DiskBytesPerOperation,
    long GivenUp)
{
    public static Result Of(string scenario, string contender, IReadOnlyList<Sample> samples)
    {
        var latencies = new LatencyHistogram();
        foreach (var sample in samples)
        {
            latencies.Add(sample.Latencies);
        }

        return new Result(
            scenario,
            contender,
            Median([.. samples.Select(sample => sample.OperationsPerSecond)]),
            latencies.Micros(0.50),
            latencies.Micros(0.99),
            samples.Sum(sample => (double)sample.AllocatedBytes) / Math.Max(1, samples.Sum(sample => sample.Operations)),
            PerTransaction(samples.Sum(sample => sample.GrownBytes), samples.Sum(sample => sample.Acknowledged.Transactions)),
            samples.Sum(sample => sample.GivenUp));
    }

    private static double? PerTransaction(long bytes, long transactions) => bytes > 0 && transactions > 0 ? (double)bytes / transactions : null;

    private static double Median(double[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
