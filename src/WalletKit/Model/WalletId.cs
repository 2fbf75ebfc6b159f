using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using WalletKit.Model;
using WalletKit.Model.Texts;

namespace WalletKit;

/// <summary>The public identity of a wallet: a UUID version 7, which sorts by the time when it was made.</summary>
/// <remarks>
/// RFC 9562 defines these UUIDs. An id shows to every reader when it was made, to the millisecond, and nothing else. The rest of it is random, so no id
/// helps to guess another. An id is nevertheless no secret and no permission: check who may use a wallet.
/// </remarks>
/// <param name="Value">The UUID. <see cref="Guid.Empty"/> is not a wallet.</param>
[JsonConverter(typeof(TextJsonConverter<WalletId>))]
[TypeConverter(typeof(TextTypeConverter<WalletId>))]
public readonly record struct WalletId(Guid Value) : IComparable<WalletId>, ISpanParsable<WalletId>
{
    /// <summary>Makes a new id from a point in time and 74 random bits.</summary>
    /// <param name="time">The time to put into the id, in milliseconds since 1970-01-01 UTC.</param>
    /// <param name="random">
    /// The source of the random bits; null for the system's cryptographic generator. Another source may make ids that can be guessed, and is for tests.
    /// </param>
    public static WalletId Create(DateTimeOffset time, Random? random = null)
    {
        Span<byte> bytes = stackalloc byte[16];
        (random ?? SecureRandom.Shared).NextBytes(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes, (time.ToUnixTimeMilliseconds() << 16) | BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]));
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new WalletId(new Guid(bytes, bigEndian: true));
    }

    /// <inheritdoc/>
    public int CompareTo(WalletId other) => Value.CompareTo(other.Value);

    /// <summary>Returns the id in the form <c>xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx</c>, lower case.</summary>
    public override string ToString() => Value.ToString();

    /// <summary>Reads an id in any form that <see cref="Guid.Parse(string)"/> takes.</summary>
    /// <exception cref="FormatException">The text is not a UUID.</exception>
    public static WalletId Parse(string s) => new(Guid.Parse(s));

    /// <inheritdoc cref="Parse(string)"/>
    public static WalletId Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));

    /// <inheritdoc cref="Parse(string)"/>
    public static WalletId Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => new(Guid.Parse(s, provider));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out WalletId result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out WalletId result)
    {
        var parsed = Guid.TryParse(s, provider, out var value);
        result = new WalletId(value);
        return parsed;
    }

    /// <summary>Returns whether <paramref name="left"/> sorts before <paramref name="right"/>.</summary>
    public static bool operator <(WalletId left, WalletId right) => left.CompareTo(right) < 0;

    /// <summary>Returns whether <paramref name="left"/> sorts after <paramref name="right"/>.</summary>
    public static bool operator >(WalletId left, WalletId right) => left.CompareTo(right) > 0;

    /// <summary>Returns whether <paramref name="left"/> sorts before <paramref name="right"/> or is the same.</summary>
    public static bool operator <=(WalletId left, WalletId right) => left.CompareTo(right) <= 0;

    /// <summary>Returns whether <paramref name="left"/> sorts after <paramref name="right"/> or is the same.</summary>
    public static bool operator >=(WalletId left, WalletId right) => left.CompareTo(right) >= 0;
}
