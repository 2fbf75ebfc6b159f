namespace WalletKit;

/// <summary>The options of a change of a wallet's state.</summary>
public sealed record StateOptions : CommandOptions
{
    /// <summary>Gets the reason, for people to read; 1 to 500 characters.</summary>
    public string? Reason { get; init; }
}
