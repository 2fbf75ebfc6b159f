using System.Collections.Immutable;

namespace WalletKit.Digests.Merkle;

/// <summary>A Merkle tree to which leaves are appended one by one. The tree keeps at most log n hashes of n leaves, and the path of one proof.</summary>
/// <remarks>
/// The leaves so far form subtrees whose sizes are powers of two, the largest first. Two neighbors of one size become one subtree at once. When a subtree that
/// is marked gets a neighbor, the neighbor's root is the next hash of the path.
/// </remarks>
internal sealed class GrowingTree
{
    private readonly List<Subtree> _subtrees = [];
    private readonly List<Sha256Hash> _path = [];

    public long Size { get; private set; }

    public TreeHead Head => new(Size, Fold([]));

    /// <summary>Appends a leaf.</summary>
    /// <param name="leaf">The hash of the leaf.</param>
    /// <param name="isMarked">Whether this is the leaf to which the path leads. At most one leaf is.</param>
    public void Append(Sha256Hash leaf, bool isMarked = false)
    {
        Size++;
        var last = new Subtree(leaf, 1, isMarked);
        while (_subtrees.Count > 0 && _subtrees[^1].Size == last.Size)
        {
            last = Join(_subtrees[^1], last, _path);
            _subtrees.RemoveAt(_subtrees.Count - 1);
        }

        _subtrees.Add(last);
    }

    /// <summary>Marks the whole tree so far, which has leaves. The path then proves that the tree only grew since.</summary>
    public void Mark()
    {
        var last = _subtrees[^1];
        _subtrees[^1] = last with { IsMarked = true };

        // A single subtree is the whole tree, whose root the verifier knows.
        if (_subtrees.Count > 1)
        {
            _path.Add(last.Root);
        }
    }

    /// <summary>Returns the path from what was marked to the root, from the leaves upward.</summary>
    public ImmutableArray<Sha256Hash> Path()
    {
        List<Sha256Hash> path = [.. _path];
        Fold(path);
        return [.. path];
    }

    private Sha256Hash Fold(List<Sha256Hash> path)
    {
        if (_subtrees.Count == 0)
        {
            return MerkleHash.Empty;
        }

        var right = _subtrees[^1];
        for (var i = _subtrees.Count - 2; i >= 0; i--)
        {
            right = Join(_subtrees[i], right, path);
        }

        return right.Root;
    }

    private static Subtree Join(Subtree left, Subtree right, List<Sha256Hash> path)
    {
        if (left.IsMarked || right.IsMarked)
        {
            path.Add(left.IsMarked ? right.Root : left.Root);
        }

        return new Subtree(MerkleHash.Node(left.Root, right.Root), left.Size + right.Size, left.IsMarked || right.IsMarked);
    }
}
