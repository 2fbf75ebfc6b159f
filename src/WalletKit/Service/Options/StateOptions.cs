namespace WalletKit;

/// <summary>What a caller may say about a change of a wallet's state.</summary>
public sealed record StateOptions : CommandOptions
{
    /// <summary>Why, for people to read; 1 to 500 characters.</summary>
    public string? Reason { get; init; }
}
