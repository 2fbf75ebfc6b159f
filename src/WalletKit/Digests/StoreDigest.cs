using WalletKit.Rules;

namespace WalletKit;

/// <summary>The digest of a store: the hash of a manifest that was written, and its size.</summary>
public sealed record StoreDigest
{
    /// <summary>Gets the SHA-256 hash of the manifest's bytes, which is to be published.</summary>
    /// <remarks>The program <c>sha256sum</c> prints the same hash for the manifest.</remarks>
    public required Sha256Hash Hash { get; init; }

    /// <summary>Gets the number of wallets in the manifest.</summary>
    public required long Wallets { get; init; }

    /// <summary>Gets the number of transactions of these wallets.</summary>
    public required long Transactions { get; init; }

    /// <summary>Gets the time at which the writing began.</summary>
    /// <remarks>The manifest includes every transaction that was committed before this time.</remarks>
    public required DateTimeOffset Time { get; init; }
}
