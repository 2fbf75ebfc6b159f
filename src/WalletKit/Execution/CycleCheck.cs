namespace WalletKit.Execution;

/// <summary>
/// Finds out whether a list goes round in circles, for keys whose order is not known here. Brent's method remembers one key, and replaces it each time it
/// has seen twice as many keys. It therefore needs little memory, and finds a circle after a few turns.
/// </summary>
internal sealed class CycleCheck<TKey>
    where TKey : struct, IEquatable<TKey>
{
    private TKey? _remembered;
    private long _seenSince;
    private long _room = 1;

    /// <summary>Whether the key continues the list, rather than a circle.</summary>
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
