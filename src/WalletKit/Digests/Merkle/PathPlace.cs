namespace WalletKit.Digests.Merkle;

/// <summary>A place on the way from a leaf to the root: the index of a node in its row of the tree, and the index of the last node of this row.</summary>
internal struct PathPlace(long index, long last)
{
    /// <summary>Gets whether the place is the root.</summary>
    public readonly bool IsRoot => last == 0;

    /// <summary>Goes up while the node is the right one of two, because the node above then ends with the same leaf.</summary>
    public void ClimbWhileRight()
    {
        while ((index & 1) == 1)
        {
            Climb();
        }
    }

    /// <summary>Goes to the node above, and says whether the neighbor that the path names was on the left.</summary>
    public bool ClimbPastNeighbor()
    {
        var isLeft = (index & 1) == 1 || index == last;

        // The last node of a row that has no neighbor is moved up unchanged until it has one.
        while (isLeft && (index & 1) == 0 && index != 0)
        {
            Climb();
        }

        Climb();
        return isLeft;
    }

    private void Climb() => (index, last) = (index >> 1, last >> 1);
}
