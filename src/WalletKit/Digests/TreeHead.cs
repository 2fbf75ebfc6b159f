using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using WalletKit.Model.Texts;

namespace WalletKit;

/// <summary>The head of a Merkle tree: the number of its leaves, and its root. This is what a host publishes.</summary>
/// <remarks>The trees are those of RFC 6962 with SHA-256: one over the wallets of a digest, one over the digests of a log.</remarks>
/// <param name="Size">The number of leaves, 0 or more.</param>
/// <param name="Root">The root, which covers every leaf.</param>
[JsonConverter(typeof(TextJsonConverter<TreeHead>))]
[TypeConverter(typeof(TextTypeConverter<TreeHead>))]
public readonly record struct TreeHead(long Size, Sha256Hash Root) : ISpanParsable<TreeHead>
{
    private const char Separator = '/';

    /// <summary>Returns the size and the root, as <c>size/root</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Size}{Separator}{Root}");

    /// <summary>Parses the text that <see cref="ToString"/> returns.</summary>
    /// <exception cref="FormatException">The text is not a number and 64 hexadecimal digits, as size/root.</exception>
    public static TreeHead Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s, null);
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static TreeHead Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static TreeHead Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException("The text is not a number and 64 hexadecimal digits, as size/root.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TreeHead result) => TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out TreeHead result)
    {
        result = default;
        var separator = s.IndexOf(Separator);
        if (separator < 1
            || (s[0] == '0' && separator > 1)
            || !long.TryParse(s[..separator], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || !Sha256Hash.TryParse(s[(separator + 1)..], out var root))
        {
            return false;
        }

        result = new TreeHead(size, root);
        return true;
    }
}
