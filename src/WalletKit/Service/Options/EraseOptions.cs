namespace WalletKit;

/// <summary>The options of an erasure.</summary>
public sealed record EraseOptions : CommandOptions
{
    /// <summary>Gets the reason, for people to read; 1 to 500 characters. The journal keeps it, and the erasure does not cover it.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets whether a wallet that is not closed is erased as well. It stays open, and no longer has an owner.</summary>
    public bool IncludeOpen { get; init; }
}
