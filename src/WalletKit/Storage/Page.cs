using System.Collections;

namespace WalletKit;

/// <summary>Makes pages that need no <see cref="PageBuilder{T}"/>.</summary>
public static class Page
{
    /// <summary>Returns a page without rows, for a list that has no rows or no more rows.</summary>
    public static Page<T> Empty<T>() => new([], hasMore: false);
}

/// <summary>A page of a list. It ends by count, or by the bytes of its texts, so it may have fewer rows than were asked for.</summary>
/// <param name="rows">The rows, in the order of the list.</param>
/// <param name="hasMore">Whether the list goes on after the last of the rows; then there is at least one row.</param>
/// <remarks><see cref="PageBuilder{T}"/> makes pages.</remarks>
public sealed class Page<T>(IReadOnlyList<T> rows, bool hasMore) : IReadOnlyList<T>
{
    /// <summary>Gets whether the list goes on after the last row.</summary>
    public bool HasMore { get; } = hasMore;

    /// <inheritdoc/>
    public int Count => rows.Count;

    /// <inheritdoc/>
    public T this[int index] => rows[index];

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
