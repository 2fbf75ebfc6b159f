using System.Collections.Immutable;
using WalletKit.Storage.Books;

namespace WalletKit.Stores;

/// <summary>An idempotency key with references to the results of its command or batch.</summary>
/// <param name="Key">The hash of the key, as text.</param>
/// <param name="References">The results of its command or batch, in order.</param>
/// <param name="Problem">The reason why the results cannot be read; null where they can.</param>
public sealed record BookKey(string Key, ImmutableArray<BookReference> References, string? Problem = null)
{
    /// <summary>Creates a key from the record that a store kept.</summary>
    /// <param name="recorded">The record.</param>
    /// <param name="exists">Whether the target of a reference is in the books.</param>
    public static BookKey Of(RecordedCommand recorded, Func<BookReference, bool> exists)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(exists);
        return new BookKey(recorded.Key.ToString(), [.. recorded.Results.SelectMany(BookReferences.Of).Select(reference => reference with { Exists = exists(reference) })]);
    }
}
