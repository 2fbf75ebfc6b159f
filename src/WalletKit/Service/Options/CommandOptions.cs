namespace WalletKit;

/// <summary>The options that all commands have. Each command has a type of its own, so that an option that it does not have is not accepted.</summary>
public abstract record CommandOptions
{
    private protected CommandOptions()
    {
    }

    /// <summary>
    /// Gets the idempotency key, which makes the call safe to repeat: 1 to 200 characters; each wallet has keys of its own. The same key and content
    /// returns the first result; the same key with other content is refused.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Gets the version that the wallet must have, or the call is refused; null for any.</summary>
    public long? ExpectedVersion { get; init; }
}
