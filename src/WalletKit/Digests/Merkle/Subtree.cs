namespace WalletKit.Digests.Merkle;

/// <summary>A part of a tree whose leaves follow one another.</summary>
/// <param name="Root">The root of the part.</param>
/// <param name="Size">The number of its leaves.</param>
/// <param name="IsMarked">Whether the part that is to be proven lies in it.</param>
internal readonly record struct Subtree(Sha256Hash Root, long Size, bool IsMarked);
