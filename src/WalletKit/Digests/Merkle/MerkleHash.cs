namespace WalletKit.Digests.Merkle;

/// <summary>The hashes of a Merkle tree, as section 2.1 of RFC 6962 defines them.</summary>
/// <remarks>The first byte keeps leaves and nodes apart, so that a node can never pass for a leaf.</remarks>
internal static class MerkleHash
{
    private const byte LeafPrefix = 0;
    private const byte NodePrefix = 1;

    /// <summary>The root of the tree without leaves.</summary>
    public static Sha256Hash Empty { get; } = Sha256Hash.Of([]);

    /// <summary>Computes the hash of a leaf.</summary>
    /// <param name="content">The content of the leaf, which is short: it is copied on the stack.</param>
    public static Sha256Hash Leaf(ReadOnlySpan<byte> content)
    {
        Span<byte> bytes = stackalloc byte[1 + content.Length];
        bytes[0] = LeafPrefix;
        content.CopyTo(bytes[1..]);
        return Sha256Hash.Of(bytes);
    }

    /// <summary>Computes the hash of the node above two nodes.</summary>
    public static Sha256Hash Node(Sha256Hash left, Sha256Hash right)
    {
        Span<byte> bytes = stackalloc byte[1 + (2 * Sha256Hash.Size)];
        bytes[0] = NodePrefix;
        left.CopyTo(bytes[1..]);
        right.CopyTo(bytes[(1 + Sha256Hash.Size)..]);
        return Sha256Hash.Of(bytes);
    }
}
