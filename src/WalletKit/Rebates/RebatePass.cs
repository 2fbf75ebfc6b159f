namespace WalletKit;

/// <summary>The result of one pass over the due rebates.</summary>
public sealed record RebatePass
{
    /// <summary>Gets the number of rebates that were paid.</summary>
    public required long Paid { get; init; }

    /// <summary>Gets the number of rebates for which the policy found that nothing is due.</summary>
    public required long NothingDue { get; init; }

    /// <summary>Gets the number of rebates that cannot be paid any more.</summary>
    public required long Cancelled { get; init; }

    /// <summary>Gets the number of rebates that failed and will be tried again.</summary>
    public required long Failed { get; init; }

    /// <summary>Gets the number of rebates that failed for the last time.</summary>
    public required long Dead { get; init; }
}
