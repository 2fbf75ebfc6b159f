using System.Buffers.Binary;
using System.Buffers.Text;

namespace WalletKit.Service.Reading;

/// <summary>A place in a history as opaque text. It names its wallet and order, so it fits no other history.</summary>
internal static class HistoryCursor
{
    private const byte Format = 1;
    private const int Size = 26;

    public static string Write(WalletId walletId, HistoryOrder order, long version)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes[0] = Format;
        bytes[1] = (byte)order;
        walletId.Value.TryWriteBytes(bytes[2..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes[18..], version);
        return Base64Url.EncodeToString(bytes);
    }

    /// <exception cref="InvalidInputException">The cursor was not made for this wallet and order.</exception>
    public static long Read(string cursor, WalletId walletId, HistoryOrder order)
    {
        Span<byte> bytes = stackalloc byte[Size];
        var isWhole = cursor.Length <= 2 * Size && Base64Url.IsValid(cursor, out var size) && size == Size && Base64Url.TryDecodeFromChars(cursor, bytes, out _);
        if (!isWhole || bytes[0] != Format || bytes[1] != (byte)order || new Guid(bytes.Slice(2, 16), bigEndian: true) != walletId.Value)
        {
            throw new InvalidInputException("cursor", cursor, "must be the next cursor of a page of the same wallet in the same order");
        }

        return BinaryPrimitives.ReadInt64BigEndian(bytes[18..]);
    }
}
