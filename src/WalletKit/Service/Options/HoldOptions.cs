namespace WalletKit;

/// <summary>The options of a hold.</summary>
public sealed record HoldOptions : PostingOptions
{
    /// <summary>Gets the time from the placing of the hold to its expiry; null for no expiry.</summary>
    /// <remarks>The time is one microsecond to ten years.</remarks>
    public TimeSpan? ExpiresIn { get; init; }
}
