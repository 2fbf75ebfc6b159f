using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using WalletKit.Model.Texts;

namespace WalletKit;

/// <summary>A SHA-256 hash: of a command's content, of a wallet's history up to a transaction, or of a digest.</summary>
[JsonConverter(typeof(TextJsonConverter<Sha256Hash>))]
[TypeConverter(typeof(TextTypeConverter<Sha256Hash>))]
public readonly record struct Sha256Hash : ISpanParsable<Sha256Hash>
{
    /// <summary>The size of a hash, in bytes.</summary>
    public const int Size = 32;

    // Numbers in place of a byte array: an array would be one more object beside each transaction.
    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    /// <summary>Creates a hash from its bytes.</summary>
    /// <param name="bytes">The 32 bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are more or fewer bytes.</exception>
    public Sha256Hash(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size);
        _first = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _second = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _third = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _fourth = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>Computes the hash of <paramref name="content"/>.</summary>
    public static Sha256Hash Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(content, hash);
        return new Sha256Hash(hash);
    }

    /// <summary>Reads the text that <see cref="ToString"/> writes; capital letters are accepted as well.</summary>
    /// <exception cref="FormatException">The text is not 64 hexadecimal digits.</exception>
    public static Sha256Hash Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var hash) ? hash : throw new FormatException("A SHA-256 hash is 64 hexadecimal digits.");

    /// <summary>Reads the text that <see cref="ToString"/> writes, and says whether it could be read.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Sha256Hash hash)
    {
        Span<byte> bytes = stackalloc byte[Size];
        var isRead = text.Length == 2 * Size && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
        hash = isRead ? new Sha256Hash(bytes) : default;
        return isRead;
    }

    /// <summary>Parses the text that <see cref="ToString"/> returns.</summary>
    /// <exception cref="FormatException">The text is not 64 hexadecimal digits.</exception>
    public static Sha256Hash Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <inheritdoc cref="Parse(string, IFormatProvider?)"/>
    public static Sha256Hash Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException("The text is not 64 hexadecimal digits.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Sha256Hash result) => TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Sha256Hash result) => TryParse(s, out result);

    /// <summary>Writes the 32 bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is room for fewer bytes.</exception>
    public void CopyTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _first);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], _second);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], _third);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], _fourth);
    }

    /// <summary>Returns the hash as 64 hexadecimal digits, lower case, as <c>sha256sum</c> prints it.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
