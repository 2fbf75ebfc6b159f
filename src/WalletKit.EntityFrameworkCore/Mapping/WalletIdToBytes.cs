using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace WalletKit.EntityFrameworkCore.Mapping;

/// <summary>The form of a wallet's id on SQLite: 16 bytes, the first of them the most significant.</summary>
internal sealed class WalletIdToBytes() : ValueConverter<WalletId, byte[]>(static id => ToBytes(id), static bytes => FromBytes(bytes))
{
    private static byte[] ToBytes(WalletId id) => id.Value.ToByteArray(bigEndian: true);

    private static WalletId FromBytes(byte[] bytes) => new(new Guid(bytes, bigEndian: true));
}
