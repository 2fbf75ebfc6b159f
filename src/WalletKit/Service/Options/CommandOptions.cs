namespace WalletKit;

/// <summary>The options that all commands have.</summary>
/// <remarks>Each command has an options type of its own, so that a call cannot set an option that the command does not have.</remarks>
public abstract record CommandOptions
{
    private protected CommandOptions()
    {
    }

    /// <summary>Gets the idempotency key, which makes the call safe to repeat: 1 to 200 characters.</summary>
    /// <remarks>
    /// Each wallet has keys of its own. The same key with the same content returns the first result; the same key with other content is refused.
    /// </remarks>
    public string? IdempotencyKey { get; init; }

    /// <summary>Gets the version that the wallet must have; null for any. With another version the call is refused.</summary>
    public long? ExpectedVersion { get; init; }
}
