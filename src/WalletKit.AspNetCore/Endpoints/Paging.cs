using System.Globalization;
using System.Text;
using WalletKit.Storage;

namespace WalletKit.AspNetCore.Endpoints;

/// <summary>Pages of lists that are ordered by a number. A page ends by count, and where its texts come to 1 MiB.</summary>
internal static class Paging
{
    private const long MaxTextBytes = 1_048_576;

    /// <summary>The first entries of a list, and the cursor of the next page; the cursor is null where nothing is left.</summary>
    /// <param name="listed">The entries, from the place of the cursor on.</param>
    /// <param name="limit">The number of entries at most.</param>
    /// <param name="placeOf">Gives the number of an entry, by which the list is ordered.</param>
    /// <param name="textsOf">Gives the texts of an entry that its writer chose.</param>
    public static async ValueTask<(List<T> Page, string? NextCursor)> TakeAsync<T>(
        IAsyncEnumerable<T> listed, int limit, Func<T, long> placeOf, Func<T, IEnumerable<string?>> textsOf)
    {
        List<T> page = [];
        var bytes = 0L;
        await foreach (var entry in listed.ConfigureAwait(false))
        {
            if (page.Count == limit || bytes >= MaxTextBytes)
            {
                return (page, placeOf(page[^1]).ToString(CultureInfo.InvariantCulture));
            }

            page.Add(entry);
            bytes += textsOf(entry).Sum(text => text is null ? 0L : Encoding.UTF8.GetByteCount(text));
        }

        return (page, null);
    }
}
