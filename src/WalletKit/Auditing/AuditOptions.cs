namespace WalletKit;

/// <summary>The settings of one audit.</summary>
public sealed record AuditOptions
{
    /// <summary>Gets the number of findings that the report lists at most, 1 to 1,000,000. Default: 1,000.</summary>
    /// <remarks>All findings are counted, listed or not.</remarks>
    public int MaxFindings { get; init; } = 1_000;

    /// <summary>Gets whether the store checks itself as well. Default: true.</summary>
    /// <remarks>
    /// For this check a SQLite file is read from one end to the other in one snapshot, during which its write-ahead log cannot shrink.
    /// </remarks>
    public bool CheckStore { get; init; } = true;

    /// <summary>Gets the receiver of reports about the audit's progress; null for none.</summary>
    /// <remarks>
    /// A report comes about every 10,000 transactions or 1,000 wallets, and at the end. The store's own check is the last step, and no report comes before it
    /// ends.
    /// </remarks>
    public IProgress<AuditProgress>? Progress { get; init; }
}
