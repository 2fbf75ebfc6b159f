using WalletKit.Benchmarks.Compare.Books;

namespace WalletKit.Benchmarks.Compare.Measuring;

/// <summary>The measurement of one contender in one round.</summary>
internal sealed record Sample
{
    public required TimeSpan Elapsed { get; init; }

    public required long AllocatedBytes { get; init; }

    public long Operations { get; init; }

    public long GivenUp { get; init; }

    /// <summary>The bytes by which the file of the contender grew.</summary>
    public long GrownBytes { get; init; }

    public BookTotals Acknowledged { get; init; } = BookTotals.None;

    public LatencyHistogram Latencies { get; } = new();

    public double OperationsPerSecond => Operations / Elapsed.TotalSeconds;
}
