using WalletKit.Digests;

namespace WalletKit;

/// <summary>What a verification found.</summary>
public sealed record DigestReport
{
    /// <summary>The most findings that a report lists; further ones are counted.</summary>
    public const int MaxFindings = 1_000;

    /// <summary>How many wallets were looked at.</summary>
    public required long Wallets { get; init; }

    /// <summary>How many transactions were.</summary>
    public required long Transactions { get; init; }

    /// <summary>What was found: the first <see cref="MaxFindings"/>, in the order of the wallets.</summary>
    public required IReadOnlyList<DigestFinding> Findings { get; init; }

    /// <summary>How much was found in all.</summary>
    public required long FindingCount { get; init; }

    /// <summary>Gets whether nothing was found: the books up to the digest are what they were when it was taken.</summary>
    public bool IsClean => FindingCount == 0;
}
