namespace WalletKit.Rules;

/// <summary>The host's own texts that an entry carries.</summary>
/// <param name="Reference">The reference; null where there is none.</param>
/// <param name="Metadata">The pairs of text.</param>
internal readonly record struct Notes(string? Reference, TransactionMetadata Metadata)
{
    /// <summary>Gets the notes of an entry that no host asked for.</summary>
    public static Notes None => new(null, TransactionMetadata.Empty);
}
