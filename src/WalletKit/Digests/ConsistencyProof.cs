using System.Collections.Immutable;
using WalletKit.Digests.Merkle;

namespace WalletKit;

/// <summary>A proof that a log of digests only grew between two sizes. <see cref="DigestLog.ProveConsistencyAsync"/> makes it.</summary>
public sealed record ConsistencyProof
{
    /// <summary>Gets the number of digests in the older log.</summary>
    public required long OldSize { get; init; }

    /// <summary>Gets the number of digests in the newer log.</summary>
    public required long NewSize { get; init; }

    /// <summary>Gets the hashes that both roots are calculated from, at most 64.</summary>
    /// <remarks>There are none where the sizes are equal or the older log is empty.</remarks>
    public required ImmutableArray<Sha256Hash> Path { get; init; }

    /// <summary>Returns whether the proof shows that one log begins with all digests of another, in their order.</summary>
    /// <param name="older">The older published head.</param>
    /// <param name="newer">The newer published head.</param>
    public bool Verify(TreeHead older, TreeHead newer) => OldSize == older.Size && NewSize == newer.Size && Consistency.Holds(older, newer, Path);
}
