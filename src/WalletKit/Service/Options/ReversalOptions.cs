namespace WalletKit;

/// <summary>The options of a reversal.</summary>
public sealed record ReversalOptions : PostingOptions
{
    /// <summary>Gets whether the reversal may take more than is available.</summary>
    public bool AllowOverdraft { get; init; }
}
