using System.Security.Cryptography;
using System.Text.Json.Serialization;
using WalletKit.Model.Secrets;

namespace WalletKit.Stores;

/// <summary>32 random bytes of a wallet. A hash under a secret tells nothing about its content to a reader that does not have the secret.</summary>
[JsonConverter(typeof(SecretJsonConverter))]
public readonly record struct Secret
{
    /// <summary>The size of a secret, in bytes.</summary>
    public const int Size = 32;

    private readonly Sha256Hash _bytes;

    /// <summary>Creates a secret from its bytes.</summary>
    /// <param name="bytes">The 32 bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are more or fewer bytes.</exception>
    public Secret(ReadOnlySpan<byte> bytes) => _bytes = new Sha256Hash(bytes);

    /// <summary>Returns a new secret from random bits.</summary>
    /// <param name="random">The source of the bits.</param>
    public static Secret From(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Span<byte> bytes = stackalloc byte[Size];
        random.NextBytes(bytes);
        return new Secret(bytes);
    }

    /// <summary>Writes the 32 bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is room for fewer bytes.</exception>
    public void CopyTo(Span<byte> bytes) => _bytes.CopyTo(bytes);

    /// <summary>Returns the hash of a content under the secret.</summary>
    /// <remarks>It is the SHA-256 of the secret and of the content's own hash after it. Both have a fixed size, so no longer content can be made from the hash of a shorter content.</remarks>
    /// <param name="content">The SHA-256 of the content.</param>
    public Sha256Hash Hash(Sha256Hash content)
    {
        Span<byte> bytes = stackalloc byte[Size + Sha256Hash.Size];
        _bytes.CopyTo(bytes);
        content.CopyTo(bytes[Size..]);
        var hash = Sha256Hash.Of(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return hash;
    }

    /// <summary>Returns a text that does not tell the secret.</summary>
    public override string ToString() => "secret";
}
