namespace WalletKit;

/// <summary>What a caller may say about any command.</summary>
public record CommandOptions
{
    /// <summary>
    /// Makes the call safe to repeat: 1 to 200 characters, one wallet's own. The same key and content returns the first
    /// result; the same key with other content is refused.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The version the wallet must have, or the call is refused; null for any.</summary>
    public long? ExpectedVersion { get; init; }
}
