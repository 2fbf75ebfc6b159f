namespace WalletKit;

/// <summary>
/// Puts a page together row by row. A store reads until <see cref="IsFull"/>, and no further than to see whether there is one row more.
/// </summary>
/// <param name="limit">The highest number of rows; one or more.</param>
/// <param name="sizeOf">A function that returns the bytes of text in a row; see <see cref="PageText"/>.</param>
public sealed class PageBuilder<T>(int limit, Func<T, int> sizeOf)
{
    private readonly List<T> _rows = [];
    private long _bytes;

    /// <summary>Gets whether the page takes no more rows.</summary>
    /// <value>True where it has as many rows as were asked for, or <see cref="PageText.MaxBytes"/> of text.</value>
    public bool IsFull => _rows.Count >= limit || _bytes >= PageText.MaxBytes;

    /// <summary>Adds a row. The first one always fits, whatever its size, so that each page makes progress.</summary>
    /// <exception cref="InvalidOperationException">The page is full.</exception>
    public void Add(T row)
    {
        if (IsFull)
        {
            throw new InvalidOperationException("The page is full.");
        }

        _rows.Add(row);
        _bytes += sizeOf(row);
    }

    /// <summary>Ends the page.</summary>
    /// <param name="hasMore">Whether the list goes on after the last row.</param>
    public Page<T> ToPage(bool hasMore) => new(_rows, hasMore);

    /// <summary>Takes rows until the page is full, and looks whether there is one more.</summary>
    /// <param name="rows">The rows, in the order of the list; no more of them are enumerated than are needed.</param>
    public Page<T> Take(IEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        foreach (var row in rows)
        {
            if (IsFull)
            {
                return ToPage(hasMore: true);
            }

            Add(row);
        }

        return ToPage(hasMore: false);
    }
}
