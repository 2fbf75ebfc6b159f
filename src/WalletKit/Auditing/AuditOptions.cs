namespace WalletKit;

/// <summary>How to audit.</summary>
public sealed record AuditOptions
{
    /// <summary>How many findings the report lists at most, 1 to 1,000,000; all are counted. Default: 1,000.</summary>
    public int MaxFindings { get; init; } = 1_000;

    /// <summary>
    /// Gets whether the store checks itself as well, which is the default. A SQLite file is read from one end to the other for it, in one
    /// snapshot, during which its write-ahead log cannot shrink.
    /// </summary>
    public bool CheckStore { get; init; } = true;

    /// <summary>Is told how far the audit is, every 10,000 transactions or 1,000 wallets or so and at the end; null for no one. The store's own check is one step, the last, of which nothing is told before its end.</summary>
    public IProgress<AuditProgress>? Progress { get; init; }
}
