namespace WalletKit;

/// <summary>What a caller may say about a deposit or a withdrawal beside the amount.</summary>
public sealed record TransactionOptions
{
    /// <summary>
    /// Makes the call safe to repeat: 1 to 200 characters, one wallet's own. The same key and content returns the first
    /// result; the same key with other content is refused.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The version the wallet must have, or the call is refused; null for any.</summary>
    public long? ExpectedVersion { get; init; }

    /// <summary>The currency code that the caller means; a wallet of another is refused. Null to take the wallet's.</summary>
    public string? Currency { get; init; }

    /// <summary>The host's own reference, such as an order number; 1 to 200 characters.</summary>
    public string? Reference { get; init; }

    /// <summary>The host's own pairs of text; at most 16, keys of 1 to 64 characters, values of at most 512.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}
