using WalletKit.Model;

namespace WalletKit.Stores;

/// <summary>The secrets of a wallet. A store keeps them with the wallet, and nobody else needs them.</summary>
/// <param name="Texts">The secret of the commitments to texts. An erasure puts another in its place, so that no commitment before it can be tried.</param>
/// <param name="Keys">The secret under which idempotency keys and their contents are hashed. It stays as long as there are keys.</param>
public sealed record WalletSecrets(Secret Texts, Secret Keys)
{
    /// <summary>The secrets of a wallet that no store keeps.</summary>
    internal static WalletSecrets None { get; } = new(default, default);

    /// <summary>Returns new secrets from the system's cryptographic generator.</summary>
    public static WalletSecrets Create() => From(SecureRandom.Shared);

    /// <summary>Returns new secrets from random bits.</summary>
    /// <param name="random">The source of the bits.</param>
    public static WalletSecrets From(Random random) => new(Secret.From(random), Secret.From(random));
}
