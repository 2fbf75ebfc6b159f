namespace WalletKit;

/// <summary>What a caller may say about a reversal.</summary>
public sealed record ReversalOptions : PostingOptions
{
    /// <summary>Gets whether it may take more than is available.</summary>
    public bool AllowOverdraft { get; init; }
}
