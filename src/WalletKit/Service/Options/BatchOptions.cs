namespace WalletKit;

/// <summary>What a caller may say about a batch.</summary>
public sealed record BatchOptions
{
    /// <summary>
    /// Makes the batch as a whole safe to repeat: 1 to 200 characters, in one with the keys of the first command's wallet. The same key and
    /// commands return the first results.
    /// </summary>
    public string? IdempotencyKey { get; init; }
}
