namespace WalletKit;

/// <summary>The options that all commands about money have.</summary>
public abstract record PostingOptions : CommandOptions
{
    private protected PostingOptions()
    {
    }

    /// <summary>Gets the code of the intended currency; a wallet of another currency is refused. Null for the wallet's own.</summary>
    public string? Currency { get; init; }

    /// <summary>Gets the host's own reference, such as an order number; 1 to 200 characters.</summary>
    public string? Reference { get; init; }

    /// <summary>Gets the host's own pairs of text, at most 16.</summary>
    /// <remarks>Keys have 1 to 64 characters, and values at most 512.</remarks>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}
