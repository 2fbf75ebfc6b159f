using System.Text;

namespace WalletKit.Stores;

/// <summary>The hash of an idempotency key. No store keeps the key itself.</summary>
/// <param name="Plain">The SHA-256 of the key as UTF-8, by which a store can look for the key before it has read the wallet's secret.</param>
/// <param name="Kept">The hash under the wallet's <see cref="WalletSecrets.Keys"/>, which is kept.</param>
public readonly record struct KeyHash(Sha256Hash Plain, Sha256Hash Kept)
{
    // Most keys are much shorter.
    private const int ShortKey = 512;

    internal static KeyHash Of(string key, Secret secret)
    {
        var plain = PlainOf(key);
        return new KeyHash(plain, secret.Hash(plain));
    }

    internal static Sha256Hash PlainOf(string key)
    {
        var length = Encoding.UTF8.GetByteCount(key);
        Span<byte> bytes = length <= ShortKey ? stackalloc byte[ShortKey] : new byte[length];
        return Sha256Hash.Of(bytes[..Encoding.UTF8.GetBytes(key, bytes)]);
    }
}
