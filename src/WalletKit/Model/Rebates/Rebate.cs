using WalletKit.Model;

namespace WalletKit;

/// <summary>The rebate that one deposit earned. Immutable; a store keeps the newest state of each rebate.</summary>
public sealed record Rebate
{
    private readonly Timestamp _dueAt;
    private readonly Timestamp _updatedAt;

    /// <summary>Gets the deposit that earned the rebate. It identifies the rebate as well.</summary>
    public required TransactionId Deposit { get; init; }

    /// <summary>Gets the terms in force at the deposit.</summary>
    public required RebateTerms Terms { get; init; }

    /// <summary>Gets the state of the rebate.</summary>
    public RebateStatus Status { get; init; } = RebateStatus.Pending;

    /// <summary>Gets the number of failed attempts to settle the rebate since it was last queued.</summary>
    public int Attempts { get; init; }

    /// <summary>Gets the time before which no attempt is made while the rebate is pending.</summary>
    /// <remarks>A claim moves this time to the end of the claim.</remarks>
    public required DateTimeOffset DueAt
    {
        get => _dueAt;
        init => _dueAt = value;
    }

    /// <summary>Gets the stamp of the newest claim; null before the first claim, and after a release.</summary>
    public Guid? Claim { get; init; }

    /// <summary>Gets the last error, or the reason of the cancellation; null where there is none.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets the version of the transaction that paid the rebate, in the deposit's wallet; null unless paid.</summary>
    public long? PaidVersion { get; init; }

    /// <summary>Gets the time at which the rebate reached its state, to the microsecond.</summary>
    public required DateTimeOffset UpdatedAt
    {
        get => _updatedAt;
        init => _updatedAt = value;
    }
}
