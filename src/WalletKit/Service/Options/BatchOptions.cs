namespace WalletKit;

/// <summary>The options of a batch.</summary>
public sealed record BatchOptions
{
    /// <summary>Gets the key that makes the batch as a whole safe to repeat: 1 to 200 characters.</summary>
    /// <remarks>
    /// The same key with the same commands returns the first results. The key is one of the keys of the first command's wallet.
    /// </remarks>
    public string? IdempotencyKey { get; init; }
}
