using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace WalletKit.Storage.Totals;

/// <summary>
/// A place in the order of commits as opaque text: a number, and a check over what the store has there. So a number that no trial balance has returned is
/// refused, and a place of another store, or of a past that a restored backup does not have.
/// </summary>
internal static class TotalsPlace
{
    private const byte Format = 1;
    private const int CheckLength = 8;
    private const int Size = 1 + sizeof(long) + CheckLength;

    /// <summary>Writes a place.</summary>
    /// <param name="number">The number of the last entry or commit; 0 for the beginning.</param>
    /// <param name="content">The bytes that tell what the store has there; none for the beginning.</param>
    public static string Write(long number, ReadOnlySpan<byte> content)
    {
        Span<byte> hashed = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> bytes = stackalloc byte[Size];
        bytes[0] = Format;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], number);
        SHA256.HashData([.. "walletkit place"u8, .. bytes[1..9], .. content], hashed);
        hashed[..CheckLength].CopyTo(bytes[9..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads the number of a place; null for a text that is no place. Whether it is a place of the store, its content tells.</summary>
    public static long? ReadNumber(string place)
    {
        Span<byte> bytes = stackalloc byte[Size];
        return place.Length <= 2 * Size && Base64Url.IsValid(place, out var size) && size == Size && Base64Url.TryDecodeFromChars(place, bytes, out _) && bytes[0] == Format
            && BinaryPrimitives.ReadInt64BigEndian(bytes[1..]) is >= 0 and var number
            ? number
            : null;
    }
}
