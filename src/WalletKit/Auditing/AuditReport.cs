using System.Collections.Immutable;
using WalletKit.Digests;

namespace WalletKit;

/// <summary>The report of an audit: the number of records that it checked, and its findings.</summary>
public sealed record AuditReport
{
    /// <summary>Gets the number of wallets that were checked.</summary>
    public required long Wallets { get; init; }

    /// <summary>Gets the number of transactions that were checked.</summary>
    public required long Transactions { get; init; }

    /// <summary>Gets the number of holds that were checked, in any state.</summary>
    public required long Holds { get; init; }

    /// <summary>Gets the number of rebates that were checked, in any state.</summary>
    public required long Rebates { get; init; }

    /// <summary>Gets the number of wallet events that were checked.</summary>
    public required long Events { get; init; }

    /// <summary>Gets the number of idempotency keys that were checked.</summary>
    public required long Keys { get; init; }

    /// <summary>Gets the first findings, at most as many as <see cref="AuditOptions.MaxFindings"/>.</summary>
    public required ImmutableArray<AuditFinding> Findings { get; init; }

    /// <summary>Gets the number of findings of each kind, including findings that are not listed.</summary>
    public required ImmutableSortedDictionary<AuditFindingKind, long> Counts { get; init; }

    /// <summary>Gets the number of all findings.</summary>
    public long FindingCount => Counts.Values.Sum();

    /// <summary>Gets whether there are no findings.</summary>
    public bool IsClean => Counts.IsEmpty;
}
