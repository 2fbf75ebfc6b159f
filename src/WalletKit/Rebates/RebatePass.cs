namespace WalletKit;

/// <summary>What one pass over the due rebates did.</summary>
public sealed record RebatePass
{
    /// <summary>Gets how many were paid.</summary>
    public required long Paid { get; init; }

    /// <summary>Gets how many came to nothing.</summary>
    public required long NothingDue { get; init; }

    /// <summary>Gets how many cannot be paid any more.</summary>
    public required long Cancelled { get; init; }

    /// <summary>Gets how many failed and will be tried again.</summary>
    public required long Failed { get; init; }

    /// <summary>Gets how many failed for the last time.</summary>
    public required long Dead { get; init; }
}
