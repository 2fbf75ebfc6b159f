using System.Buffers.Binary;
using System.Buffers.Text;
using WalletKit.Model;
using WalletKit.Stores;

namespace WalletKit.Service.Reading;

/// <summary>A place in a history by effective time. It is a place in each of the two lists that the history is merged from.</summary>
/// <param name="Through">The wallet's version when the first page was read. No page has later transactions, so all pages show one state.</param>
/// <param name="Recorded">The version after which the transactions without a value date go on; null for their beginning.</param>
/// <param name="Backdated">The place after which the back-dated transactions go on; null for their beginning.</param>
internal sealed record EffectiveCursor(long Through, long? Recorded, BackdatedPlace? Backdated)
{
    private const byte Format = 2;
    private const int Size = 51;
    private const byte HasRecorded = 1;
    private const byte HasBackdated = 2;

    /// <summary>Returns the place as opaque text, which names its wallet and order.</summary>
    public string Write(WalletId walletId, HistoryOrder order)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes.Clear();
        bytes[0] = Format;
        bytes[1] = (byte)order;
        walletId.Value.TryWriteBytes(bytes[2..], bigEndian: true, out _);
        bytes[18] = (byte)((Recorded is null ? 0 : HasRecorded) | (Backdated is null ? 0 : HasBackdated));
        BinaryPrimitives.WriteInt64BigEndian(bytes[19..], Through);
        BinaryPrimitives.WriteInt64BigEndian(bytes[27..], Recorded ?? 0);
        BinaryPrimitives.WriteInt64BigEndian(bytes[35..], Backdated?.Key.Microseconds ?? 0);
        BinaryPrimitives.WriteInt64BigEndian(bytes[43..], Backdated?.Version ?? 0);
        return Base64Url.EncodeToString(bytes);
    }

    /// <exception cref="InvalidInputException">The cursor was not made for this wallet and order by effective time.</exception>
    public static EffectiveCursor Read(string cursor, WalletId walletId, HistoryOrder order)
    {
        Span<byte> bytes = stackalloc byte[Size];
        var isWhole = cursor.Length <= 2 * Size && Base64Url.IsValid(cursor, out var size) && size == Size && Base64Url.TryDecodeFromChars(cursor, bytes, out _);
        if (!isWhole || bytes[0] != Format || bytes[1] != (byte)order || bytes[18] > (HasRecorded | HasBackdated) || new Guid(bytes.Slice(2, 16), bigEndian: true) != walletId.Value
            || !Timestamp.IsTime(BinaryPrimitives.ReadInt64BigEndian(bytes[35..])))
        {
            throw new InvalidInputException("cursor", cursor, "must be the next cursor of a page of the same wallet in the same order by effective time");
        }

        return new(
            BinaryPrimitives.ReadInt64BigEndian(bytes[19..]),
            (bytes[18] & HasRecorded) == 0 ? null : BinaryPrimitives.ReadInt64BigEndian(bytes[27..]),
            (bytes[18] & HasBackdated) == 0 ? null : new BackdatedPlace(new Timestamp(BinaryPrimitives.ReadInt64BigEndian(bytes[35..])), BinaryPrimitives.ReadInt64BigEndian(bytes[43..])));
    }

    /// <summary>Returns whether this place is further on than another one, in an order; null is the beginning.</summary>
    public bool Follows(EffectiveCursor? before, HistoryOrder order)
    {
        before ??= new(Through, null, null);
        return this != before && IsNotBefore(order, Recorded, before.Recorded) && IsNotBefore(order, Backdated?.Key, before.Backdated?.Key);
    }

    private static bool IsNotBefore<T>(HistoryOrder order, T? place, T? before)
        where T : struct, IComparable<T> =>
        before is not { } from || (place is { } to && (order == HistoryOrder.OldestFirst ? to.CompareTo(from) : from.CompareTo(to)) >= 0);
}
