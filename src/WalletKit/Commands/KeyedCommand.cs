namespace WalletKit;

/// <summary>A command that a caller may repeat safely under a key, and may tie to a version of the wallet.</summary>
public abstract record KeyedCommand : WalletCommand
{
    /// <summary>The longest key, in characters.</summary>
    public const int MaxKeyLength = 200;

    private protected KeyedCommand(WalletId walletId)
        : base(walletId)
    {
    }

    /// <summary>
    /// The idempotency key, 1 to 200 characters, one wallet's own. The same key and content returns the first result;
    /// the same key with other content is refused.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The version the wallet must have; null for any. It is a condition, not content: a retry may name another.</summary>
    public long? ExpectedVersion { get; init; }
}
