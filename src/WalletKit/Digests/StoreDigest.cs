using WalletKit.Rules;

namespace WalletKit;

/// <summary>What was written into a manifest, and its hash.</summary>
public sealed record StoreDigest
{
    /// <summary>Gets the SHA-256 hash of the manifest's bytes: what <c>sha256sum</c> prints of it, and what is to be published.</summary>
    public required Sha256Hash Hash { get; init; }

    /// <summary>Gets how many wallets it names.</summary>
    public required long Wallets { get; init; }

    /// <summary>Gets how many transactions those have.</summary>
    public required long Transactions { get; init; }

    /// <summary>Gets when the writing began: what was committed before is in it.</summary>
    public required DateTimeOffset Time { get; init; }
}
