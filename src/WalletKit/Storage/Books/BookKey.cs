using System.Collections.Immutable;
using WalletKit.Storage.Books;

namespace WalletKit.Stores;

/// <summary>An idempotency key with what it stands for.</summary>
/// <param name="Key">The key.</param>
/// <param name="References">What came of its command or batch, in order.</param>
/// <param name="Problem">Why what it stands for cannot be read; null where it can.</param>
public sealed record BookKey(string Key, ImmutableArray<BookReference> References, string? Problem = null)
{
    /// <summary>Puts it together from what a store kept.</summary>
    /// <param name="recorded">What was kept.</param>
    /// <param name="exists">Whether what a reference names is in the books.</param>
    public static BookKey Of(RecordedCommand recorded, Func<BookReference, bool> exists)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(exists);
        return new BookKey(recorded.Key, [.. recorded.Results.SelectMany(BookReferences.Of).Select(reference => reference with { Exists = exists(reference) })]);
    }
}
