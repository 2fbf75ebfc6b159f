using System.Runtime.CompilerServices;

namespace WalletKit.Storage;

/// <summary>Enumerates lists page by page. A list that does not go on ends in an exception, and is never read for ever.</summary>
internal static class Pages
{
    /// <summary>Enumerates a list; no read stays open between two pages.</summary>
    /// <param name="first">The key to begin after.</param>
    /// <param name="read">Reads the page after a key.</param>
    /// <param name="keyOf">The key of a row.</param>
    /// <param name="follows">Whether a key comes after another one, in the order of the list.</param>
    /// <param name="what">The name of the listed things, for the message of the exception.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="WalletStoreException">A row does not come after the one before it, or a page that is not the last has no rows.</exception>
    public static async IAsyncEnumerable<TRow> StreamAsync<TRow, TKey>(
        TKey first,
        Func<TKey, CancellationToken, ValueTask<Page<TRow>>> read,
        Func<TRow, TKey> keyOf,
        Func<TKey, TKey, bool> follows,
        string what,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var (after, goesOn) = (first, true); goesOn;)
        {
            var page = await read(after, cancellationToken).ConfigureAwait(false);
            goesOn = page.HasMore;
            if (goesOn && page.Count == 0)
            {
                throw Stuck(what, after);
            }

            foreach (var row in page)
            {
                var key = keyOf(row);
                after = follows(key, after) ? key : throw Stuck(what, after);
                yield return row;
            }
        }
    }

    /// <summary>The last row of a page that is not the last page: the place from which reading goes on.</summary>
    /// <exception cref="WalletStoreException">The page has no rows.</exception>
    public static TRow Last<TRow, TKey>(Page<TRow> page, string what, TKey after) => page.Count > 0 ? page[^1] : throw Stuck(what, after);

    /// <summary>The exception for a list that does not go on.</summary>
    public static WalletStoreException Stuck<TKey>(string what, TKey after) =>
        new(StoreFailure.Corrupt, $"the list of {what} does not go on after {after}. Rows are damaged, or were taken away while it was read.");
}
