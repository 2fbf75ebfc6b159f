using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>The value that is kept with an idempotency key: a hash of the content.</summary>
internal static class KeyContent
{
    public static byte[] Of(in Operation operation)
    {
        Span<byte> content = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(content, operation.MinorUnits);
        return SHA256.HashData(content);
    }
}
