namespace WalletKit.Execution;

/// <summary>
/// Finds out whether a list goes round in circles whose keys have no order that is known here. By Brent's method: it remembers one key, and another one each time it has seen
/// twice as many, so it needs no memory and finds a circle after a few turns.
/// </summary>
internal sealed class CycleCheck<TKey>
    where TKey : struct, IEquatable<TKey>
{
    private TKey? _remembered;
    private long _seenSince;
    private long _room = 1;

    /// <summary>Whether a key goes on from the keys before it.</summary>
    public bool GoesOn(TKey key)
    {
        if (_remembered is { } remembered && remembered.Equals(key))
        {
            return false;
        }

        if (_remembered is null || ++_seenSince == _room)
        {
            (_remembered, _seenSince, _room) = (key, 0, 2 * _room);
        }

        return true;
    }
}
