using System.Collections.Immutable;

namespace WalletKit.Digests.Merkle;

/// <summary>The verification of audit paths, section 2.1.1 of RFC 6962, by the algorithm of RFC 9162, section 2.1.3.2.</summary>
internal static class Inclusion
{
    /// <summary>Returns whether a path leads from a leaf to the root of a tree. The work is bounded by the height of the tree.</summary>
    public static bool Holds(Sha256Hash leaf, long index, ImmutableArray<Sha256Hash> path, TreeHead head)
    {
        if (index < 0 || index >= head.Size || path.IsDefault)
        {
            return false;
        }

        var (place, root) = (new PathPlace(index, head.Size - 1), leaf);
        foreach (var neighbor in path)
        {
            if (place.IsRoot)
            {
                return false;
            }

            root = place.ClimbPastNeighbor() ? MerkleHash.Node(neighbor, root) : MerkleHash.Node(root, neighbor);
        }

        return place.IsRoot && root == head.Root;
    }
}
