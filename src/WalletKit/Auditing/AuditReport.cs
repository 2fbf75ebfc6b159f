using System.Collections.Immutable;
using WalletKit.Digests;

namespace WalletKit;

/// <summary>What an audit looked at, and what it found.</summary>
public sealed record AuditReport
{
    /// <summary>How many wallets were checked.</summary>
    public required long Wallets { get; init; }

    /// <summary>How many transactions were checked.</summary>
    public required long Transactions { get; init; }

    /// <summary>How many holds were checked, in any state.</summary>
    public required long Holds { get; init; }

    /// <summary>How many rebates were checked, in any state.</summary>
    public required long Rebates { get; init; }

    /// <summary>How many events of wallets were checked.</summary>
    public required long Events { get; init; }

    /// <summary>How many idempotency keys were checked.</summary>
    public required long Keys { get; init; }

    /// <summary>Gets the first findings, as many as were asked for at most.</summary>
    public required ImmutableArray<AuditFinding> Findings { get; init; }

    /// <summary>How many findings there are of each kind, those that are not listed included.</summary>
    public required ImmutableSortedDictionary<AuditFindingKind, long> Counts { get; init; }

    /// <summary>How many findings there are in all.</summary>
    public long FindingCount => Counts.Values.Sum();

    /// <summary>Gets whether nothing was found.</summary>
    public bool IsClean => Counts.IsEmpty;
}
