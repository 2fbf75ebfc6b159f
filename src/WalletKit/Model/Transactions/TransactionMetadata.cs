using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WalletKit;

/// <summary>Pairs of text that a host keeps with a transaction.</summary>
/// <remarks>
/// At most 16 pairs, with keys of 1 to 64 characters and values of at most 512. Immutable, ordered by key, and equal to any other metadata with the
/// same pairs.
/// </remarks>
[JsonConverter(typeof(MetadataJsonConverter))]
public sealed class TransactionMetadata : IReadOnlyDictionary<string, string>, IEquatable<TransactionMetadata>
{
    /// <summary>The most pairs a transaction can have.</summary>
    public const int MaxPairs = 16;

    /// <summary>The longest key, in characters.</summary>
    public const int MaxKeyLength = 64;

    /// <summary>The longest value, in characters.</summary>
    public const int MaxValueLength = 512;

    private readonly SortedList<string, string> _pairs;

    private TransactionMetadata(SortedList<string, string> pairs) => _pairs = pairs;

    /// <summary>Gets the metadata without pairs.</summary>
    public static TransactionMetadata Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _pairs.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _pairs.Keys;

    /// <inheritdoc/>
    public IEnumerable<string> Values => _pairs.Values;

    /// <inheritdoc/>
    public string this[string key] => _pairs[key];

    /// <summary>Copies <paramref name="pairs"/>, so that a later change of the source changes nothing here.</summary>
    /// <param name="pairs">The pairs, with distinct keys. Their number and lengths are checked with the command that carries them.</param>
    /// <exception cref="ArgumentException">Two pairs have the same key.</exception>
    public static TransactionMetadata From(IEnumerable<KeyValuePair<string, string>>? pairs)
    {
        switch (pairs)
        {
            case null:
                return Empty;
            case TransactionMetadata metadata:
                return metadata;
        }

        // Sorted at once: the time to insert many pairs one by one would grow with the square of their number.
        var copy = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in pairs)
        {
            if (!copy.TryAdd(key, value))
            {
                throw new ArgumentException($"Two pairs have the key {InvalidInputException.Show(key)}.", nameof(pairs));
            }
        }

        return copy.Count == 0 ? Empty : new TransactionMetadata(new SortedList<string, string>(copy, StringComparer.Ordinal));
    }

    /// <summary>Reads the text that <see cref="ToJson"/> writes.</summary>
    /// <param name="json">A JSON object of strings.</param>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static TransactionMetadata FromJson(string json)
    {
        using var document = JsonDocument.Parse(json);
        return From(document.RootElement.EnumerateObject().Select(pair => KeyValuePair.Create(pair.Name, pair.Value.GetString() ?? "")));
    }

    /// <summary>Returns the pairs as one JSON object, in the order of their keys.</summary>
    /// <remarks>Only characters that JSON cannot hold are escaped, so that a text takes no more bytes than it must.</remarks>
    public string ToJson()
    {
        var json = new StringBuilder("{");
        foreach (var (key, value) in _pairs)
        {
            json.Append(json.Length == 1 ? "" : ",");
            Append(json, key);
            json.Append(':');
            Append(json, value);
        }

        return json.Append('}').ToString();
    }

    /// <summary>The pair at a place in the order of the keys, counted from 0.</summary>
    internal (string Key, string Value) At(int index) => (_pairs.GetKeyAtIndex(index), _pairs.GetValueAtIndex(index));

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _pairs.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => _pairs.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _pairs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(TransactionMetadata? other) => other is not null && _pairs.SequenceEqual(other._pairs);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TransactionMetadata);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var pair in _pairs)
        {
            hash.Add(pair);
        }

        return hash.ToHashCode();
    }

    private static void Append(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                < ' ' => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => json.Append(c),
            };
        }

        json.Append('"');
    }
}
