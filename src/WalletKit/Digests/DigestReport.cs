using WalletKit.Digests;

namespace WalletKit;

/// <summary>The report of a verification.</summary>
public sealed record DigestReport
{
    /// <summary>The number of findings that a report lists at most; further findings are counted.</summary>
    public const int MaxFindings = 1_000;

    /// <summary>Gets the number of wallets that were checked.</summary>
    public required long Wallets { get; init; }

    /// <summary>Gets the number of transactions that were checked.</summary>
    public required long Transactions { get; init; }

    /// <summary>Gets the first findings, at most <see cref="MaxFindings"/>, in the order of the wallets.</summary>
    public required IReadOnlyList<DigestFinding> Findings { get; init; }

    /// <summary>Gets the number of all findings.</summary>
    public required long FindingCount { get; init; }

    /// <summary>Gets whether there are no findings.</summary>
    /// <remarks>If there are none, the books up to the digest are the same as when the digest was taken.</remarks>
    public bool IsClean => FindingCount == 0;
}
