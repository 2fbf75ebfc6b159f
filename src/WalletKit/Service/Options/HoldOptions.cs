namespace WalletKit;

/// <summary>What a caller may say about a hold beside the amount.</summary>
public sealed record HoldOptions : PostingOptions
{
    /// <summary>How long after its placing the hold expires, from one microsecond to ten years; null for never.</summary>
    public TimeSpan? ExpiresIn { get; init; }
}
