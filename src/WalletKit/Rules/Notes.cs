namespace WalletKit.Rules;

/// <summary>The host's own words that an entry carries.</summary>
/// <param name="Reference">The reference; null where there is none.</param>
/// <param name="Metadata">The pairs of text.</param>
/// <param name="Actor">The actor; null where none is named.</param>
/// <param name="EffectiveAt">The value date; null where it is the time at which the entry is recorded.</param>
internal readonly record struct Notes(string? Reference, TransactionMetadata Metadata, string? Actor, DateTimeOffset? EffectiveAt)
{
    /// <summary>Gets the notes of an entry that no host asked for.</summary>
    public static Notes None => new(null, TransactionMetadata.Empty, null, null);
}
