using System.Collections.Immutable;
using WalletKit.Digests;
using WalletKit.Digests.Merkle;

namespace WalletKit;

/// <summary>A proof that a log of digests includes a digest. <see cref="DigestLog.ProveAsync"/> makes it.</summary>
public sealed record DigestProof
{
    /// <summary>Gets the head of the digest.</summary>
    public required TreeHead Digest { get; init; }

    /// <summary>Gets the time of the digest, in whole microseconds.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets the place of the digest in the log, from 0.</summary>
    public required long Index { get; init; }

    /// <summary>Gets the number of digests in the log.</summary>
    public required long Size { get; init; }

    /// <summary>Gets the hashes beside the way from the digest's leaf up to the root, at most 63.</summary>
    public required ImmutableArray<Sha256Hash> Path { get; init; }

    /// <summary>Returns whether the proof holds for a log.</summary>
    /// <param name="log">The published head of the log.</param>
    public bool Verify(TreeHead log) => Size == log.Size && Inclusion.Holds(new LogLine(Time, Digest).Leaf(), Index, Path, log);
}
