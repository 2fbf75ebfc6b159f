namespace WalletKit;

/// <summary>What a caller may say about a movement of money beside the amount.</summary>
public record TransactionOptions : CommandOptions
{
    /// <summary>The currency code that the caller means; a wallet of another is refused. Null to take the wallet's.</summary>
    public string? Currency { get; init; }

    /// <summary>The host's own reference, such as an order number; 1 to 200 characters.</summary>
    public string? Reference { get; init; }

    /// <summary>The host's own pairs of text; at most 16, keys of 1 to 64 characters, values of at most 512.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}
