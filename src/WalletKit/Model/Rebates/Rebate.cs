using WalletKit.Model;

namespace WalletKit;

/// <summary>The rebate that one deposit earned. Immutable; a store keeps the newest state of each.</summary>
public sealed record Rebate
{
    private readonly Timestamp _dueAt;
    private readonly Timestamp _updatedAt;

    /// <summary>The deposit that earned it, which is its identity as well.</summary>
    public required TransactionId Deposit { get; init; }

    /// <summary>The terms in force at the deposit.</summary>
    public required RebateTerms Terms { get; init; }

    /// <summary>What became of it.</summary>
    public RebateStatus Status { get; init; } = RebateStatus.Pending;

    /// <summary>How many attempts to settle it have failed since it was last queued.</summary>
    public int Attempts { get; init; }

    /// <summary>While pending: no attempt is made before this time. A claim moves it to the claim's end.</summary>
    public required DateTimeOffset DueAt
    {
        get => _dueAt;
        init => _dueAt = value;
    }

    /// <summary>The stamp of the newest claim; null before the first, and after a release.</summary>
    public Guid? Claim { get; init; }

    /// <summary>The last error, or why it was cancelled; null where there is none.</summary>
    public string? Reason { get; init; }

    /// <summary>The sequence of the transaction that paid it, in the deposit's wallet; null unless paid.</summary>
    public long? PaidSequence { get; init; }

    /// <summary>When it reached its state, to the microsecond.</summary>
    public required DateTimeOffset UpdatedAt
    {
        get => _updatedAt;
        init => _updatedAt = value;
    }
}
