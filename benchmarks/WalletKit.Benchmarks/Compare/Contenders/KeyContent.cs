using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>What an idempotency key is kept with: a hash of what was asked for.</summary>
internal static class KeyContent
{
    public static byte[] Of(in Operation operation)
    {
        Span<byte> content = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(content, operation.MinorUnits);
        return SHA256.HashData(content);
    }
}
