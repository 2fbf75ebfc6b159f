using System.Collections.Immutable;
using WalletKit.Digests;
using WalletKit.Digests.Merkle;

namespace WalletKit;

/// <summary>A proof that a digest includes a wallet at a version. Its size grows with the logarithm of the number of wallets.</summary>
/// <remarks>It tells nothing about other wallets except their number. <see cref="DigestManifest.ProveAsync"/> makes it.</remarks>
public sealed record WalletProof
{
    /// <summary>Gets the wallet.</summary>
    public required WalletId WalletId { get; init; }

    /// <summary>Gets the version of the wallet's newest journal entry in the digest.</summary>
    public required long Version { get; init; }

    /// <summary>Gets the hash of this entry, which covers the wallet's journal up to it.</summary>
    public required Sha256Hash ChainHash { get; init; }

    /// <summary>Gets the wallet's place among the wallets of the digest, from 0.</summary>
    public required long Index { get; init; }

    /// <summary>Gets the number of wallets of the digest.</summary>
    public required long Size { get; init; }

    /// <summary>Gets the hashes beside the way from the wallet's leaf up to the root, at most 63.</summary>
    public required ImmutableArray<Sha256Hash> Path { get; init; }

    /// <summary>Returns whether the proof holds for a digest.</summary>
    /// <param name="digest">The head of the digest, from a source that the maker of the proof cannot change.</param>
    public bool Verify(TreeHead digest) =>
        Size == digest.Size && Inclusion.Holds(new ManifestLine(WalletId, Version, ChainHash).Leaf(), Index, Path, digest);
}
