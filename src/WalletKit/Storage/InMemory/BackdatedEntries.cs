using System.Collections.Immutable;
using WalletKit.Model;
using WalletKit.Stores;

namespace WalletKit.Storage.InMemory;

/// <summary>
/// The places of a wallet's back-dated transactions, in order. Immutable, so that a reader has them in the state in which the wallet was published.
/// </summary>
internal sealed class BackdatedEntries
{
    private readonly ImmutableSortedSet<(long Microseconds, long Version)> _places;

    private BackdatedEntries(ImmutableSortedSet<(long Microseconds, long Version)> places) => _places = places;

    public static BackdatedEntries None { get; } = new([]);

    /// <summary>The same with one more transaction; the same ones where it is not back-dated.</summary>
    public BackdatedEntries With(WalletTransaction transaction) =>
        transaction.EffectiveAt is { } time ? new(_places.Add(new BackdatedPlace(time, transaction.Version).Key)) : this;

    /// <summary>The versions of the transactions with a value date at or before a time, the earliest value date first.</summary>
    public IEnumerable<long> Through(DateTimeOffset time)
    {
        var last = Timestamp.Of(time).Microseconds;
        return _places.TakeWhile(place => place.Microseconds <= last).Select(static place => place.Version);
    }

    /// <summary>The versions from a place on, in an order; all in that order where the place is null.</summary>
    public IEnumerable<long> After(HistoryOrder order, BackdatedPlace? after)
    {
        if (order == HistoryOrder.OldestFirst)
        {
            for (var i = after is { } place ? IndexAfter(place.Key) : 0; i < _places.Count; i++)
            {
                yield return _places[i].Version;
            }
        }
        else
        {
            for (var i = (after is { } place ? IndexOf(place.Key) : _places.Count) - 1; i >= 0; i--)
            {
                yield return _places[i].Version;
            }
        }
    }

    // The number of places before a key.
    private int IndexOf((long Microseconds, long Version) key) => _places.IndexOf(key) is var index && index < 0 ? ~index : index;

    // The number of places before a key, with the key itself.
    private int IndexAfter((long Microseconds, long Version) key) => _places.IndexOf(key) is var index && index < 0 ? ~index : index + 1;
}
