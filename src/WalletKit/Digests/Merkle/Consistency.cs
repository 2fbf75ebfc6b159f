using System.Collections.Immutable;
using System.Numerics;

namespace WalletKit.Digests.Merkle;

/// <summary>The verification of consistency proofs, section 2.1.2 of RFC 6962, by the algorithm of RFC 9162, section 2.1.4.2.</summary>
internal static class Consistency
{
    /// <summary>Returns whether a path proves that a tree extends an older one. The work is bounded by the height of the tree.</summary>
    public static bool Holds(TreeHead older, TreeHead newer, ImmutableArray<Sha256Hash> path)
    {
        if (older.Size < 0 || older.Size > newer.Size || path.IsDefault)
        {
            return false;
        }

        if (older.Size == newer.Size)
        {
            return path.IsEmpty && older.Root == newer.Root && (older.Size > 0 || older.Root == MerkleHash.Empty);
        }

        return older.Size == 0 ? path.IsEmpty && older.Root == MerkleHash.Empty : Extends(older, newer, path.AsSpan());
    }

    private static bool Extends(TreeHead older, TreeHead newer, ReadOnlySpan<Sha256Hash> path)
    {
        if (path.IsEmpty)
        {
            return false;
        }

        // The last subtree of the older tree, which both trees have. A tree of a power of two is this subtree itself.
        var isWhole = BitOperations.IsPow2(older.Size);
        var (oldRoot, newRoot) = isWhole ? (older.Root, older.Root) : (path[0], path[0]);
        var place = new PathPlace(older.Size - 1, newer.Size - 1);
        place.ClimbWhileRight();
        foreach (var neighbor in isWhole ? path : path[1..])
        {
            if (place.IsRoot)
            {
                return false;
            }

            if (place.ClimbPastNeighbor())
            {
                (oldRoot, newRoot) = (MerkleHash.Node(neighbor, oldRoot), MerkleHash.Node(neighbor, newRoot));
            }
            else
            {
                newRoot = MerkleHash.Node(newRoot, neighbor);
            }
        }

        return place.IsRoot && oldRoot == older.Root && newRoot == newer.Root;
    }
}
