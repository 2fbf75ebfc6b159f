using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace WalletKit;

/// <summary>An ordered list of at most two elements, held without a collection of its own.</summary>
/// <remarks>One command changes at most two of anything.</remarks>
[JsonConverter(typeof(UpToTwoJsonConverterFactory))]
[CollectionBuilder(typeof(UpToTwo), nameof(UpToTwo.Create))]
public readonly struct UpToTwo<T> : IReadOnlyList<T>, IEquatable<UpToTwo<T>>
    where T : class
{
    private readonly T? _first;
    private readonly T? _second;

    internal UpToTwo(T? first, T? second) => (_first, _second) = (first, second);

    /// <summary>Gets the number of elements, 0 to 2.</summary>
    public int Count => _second is not null ? 2 : _first is not null ? 1 : 0;

    /// <summary>Gets the first element; null where there is none.</summary>
    public T? First => _first;

    /// <summary>Gets the second element; null where there is none.</summary>
    public T? Second => _second;

    /// <inheritdoc/>
    public T this[int index] => (index switch { 0 => _first, 1 => _second, _ => null }) ?? throw new ArgumentOutOfRangeException(nameof(index), index, null);

    /// <summary>Returns whether <paramref name="left"/> has the same elements as <paramref name="right"/>.</summary>
    public static bool operator ==(UpToTwo<T> left, UpToTwo<T> right) => left.Equals(right);

    /// <summary>Returns whether <paramref name="left"/> has other elements than <paramref name="right"/>.</summary>
    public static bool operator !=(UpToTwo<T> left, UpToTwo<T> right) => !left.Equals(right);

    /// <summary>Enumerates without allocating.</summary>
    public UpToTwoEnumerator<T> GetEnumerator() => new(this);

    /// <inheritdoc/>
    public bool Equals(UpToTwo<T> other) => Equals(_first, other._first) && Equals(_second, other._second);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UpToTwo<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_first, _second);

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", this)}]";

    IEnumerator<T> IEnumerable<T>.GetEnumerator()
    {
        foreach (var element in this)
        {
            yield return element;
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<T>)this).GetEnumerator();
}

/// <summary>Makes <see cref="UpToTwo{T}"/> from collection expressions.</summary>
public static class UpToTwo
{
    /// <summary>Takes up to two elements.</summary>
    /// <exception cref="ArgumentException">There are more than two elements.</exception>
    public static UpToTwo<T> Create<T>(ReadOnlySpan<T> elements)
        where T : class => elements switch
        {
            [] => default,
            [var only] => new(only, null),
            [var first, var second] => new(first, second),
            _ => throw new ArgumentException($"There are {elements.Length}, more than two.", nameof(elements)),
        };
}

/// <summary>Goes through the elements of an <see cref="UpToTwo{T}"/> in order.</summary>
public struct UpToTwoEnumerator<T>
    where T : class
{
    private readonly UpToTwo<T> _elements;
    private int _index;

    internal UpToTwoEnumerator(UpToTwo<T> elements) => (_elements, _index) = (elements, -1);

    /// <summary>Gets the current element.</summary>
    public readonly T Current => _elements[_index];

    /// <summary>Goes to the next element; false at the end.</summary>
    public bool MoveNext() => ++_index < _elements.Count;
}
