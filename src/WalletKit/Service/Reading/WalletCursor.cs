using System.Buffers.Text;
using System.Text;
using WalletKit.Rules;

namespace WalletKit.Service.Reading;

/// <summary>A place in the list of an owner's wallets as opaque text. It names its owner, so it fits no other list.</summary>
internal static class WalletCursor
{
    private const byte Format = 2;
    private const int OwnerSize = 8;
    private const int NameAt = 1 + OwnerSize;

    // The length of the text for the longest name, with three bytes for each character.
    private const int MaxLength = 4 * (NameAt + (3 * Wallet.MaxNameLength)) / 3 + 4;

    public static string Write(string ownerId, string name)
    {
        Span<byte> bytes = stackalloc byte[NameAt + (3 * Wallet.MaxNameLength)];
        bytes[0] = Format;
        WriteOwner(ownerId, bytes[1..NameAt]);
        var length = NameAt + Encoding.UTF8.GetBytes(name, bytes[NameAt..]);
        return Base64Url.EncodeToString(bytes[..length]);
    }

    /// <returns>The name after which reading continues.</returns>
    /// <exception cref="InvalidInputException">The cursor was not made for this owner.</exception>
    public static string Read(string cursor, string ownerId)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        Span<byte> owner = stackalloc byte[OwnerSize];
        WriteOwner(ownerId, owner);
        return cursor.Length <= MaxLength && Base64Url.IsValid(cursor) && Base64Url.TryDecodeFromChars(cursor, bytes, out var length)
            && length > NameAt && bytes[0] == Format && bytes[1..NameAt].SequenceEqual(owner) && TryReadName(bytes[NameAt..length], out var name)
            ? name
            : throw new InvalidInputException("cursor", cursor, "must be the next cursor of a page of the same owner's wallets");
    }

    private static void WriteOwner(string ownerId, Span<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[Sha256Hash.Size];
        Sha256Hash.Of(Encoding.UTF8.GetBytes(ownerId)).CopyTo(hash);
        hash[..OwnerSize].CopyTo(bytes);
    }

    private static bool TryReadName(ReadOnlySpan<byte> bytes, out string name)
    {
        name = Encoding.UTF8.GetString(bytes);
        return System.Text.Unicode.Utf8.IsValid(bytes) && Text.Check("name", name, 1, Wallet.MaxNameLength) is null;
    }
}
