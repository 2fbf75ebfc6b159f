using System.Collections.Immutable;
using WalletKit.Rules;

namespace WalletKit.Storage.InMemory;

/// <summary>
/// A wallet's open holds that expire, by time and then by number, with the remaining amount of each. Immutable, so that a reader has them in the state in which the
/// wallet was published.
/// </summary>
internal sealed class ExpiringHolds
{
    private readonly ImmutableSortedSet<Entry> _entries;

    private ExpiringHolds(ImmutableSortedSet<Entry> entries) => _entries = entries;

    public static ExpiringHolds None { get; } = new([]);

    /// <summary>The same with a hold in its new state.</summary>
    public ExpiringHolds With(Hold hold)
    {
        if (hold.ExpiresAt is not { } expiry)
        {
            return this;
        }

        var entry = new Entry(expiry, hold.Id.Number, hold.RemainingMinorUnits);
        var others = _entries.Remove(entry);
        return new(hold.Status == HoldStatus.Open ? others.Add(entry) : others);
    }

    /// <summary>The sum of the holds that expire at a time or before and that the wallet has not ended.</summary>
    public long Sum(DateTimeOffset until, EndedThrough? ended) =>
        _entries.TakeWhile(entry => entry.ExpiresAt <= until).Where(entry => !entry.IsCovered(ended)).Aggregate(0L, (sum, entry) => checked(sum + entry.Remaining));

    /// <summary>The earliest expiry, later than a time, of the holds that the wallet has not ended; null where there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after, EndedThrough? ended)
    {
        for (var i = IndexAfter(after); i < _entries.Count; i++)
        {
            if (!_entries[i].IsCovered(ended))
            {
                return _entries[i].ExpiresAt;
            }
        }

        return null;
    }

    /// <summary>The numbers of the holds that expire later than a time, the earliest first.</summary>
    public IEnumerable<long> After(DateTimeOffset time)
    {
        for (var i = IndexAfter(time); i < _entries.Count; i++)
        {
            yield return _entries[i].Number;
        }
    }

    /// <summary>The numbers of the holds that the wallet has ended, the earliest first.</summary>
    public IEnumerable<long> Covered(EndedThrough ended) =>
        _entries.TakeWhile(entry => entry.ExpiresAt <= ended.Time).Where(entry => entry.IsCovered(ended)).Select(entry => entry.Number);

    // No entry equals the wanted key, so the search returns the place before the next entry.
    private int IndexAfter(DateTimeOffset time) => _entries.IndexOf(new Entry(time, long.MaxValue, 0)) is var index && index < 0 ? ~index : index + 1;

    /// <summary>A hold. Its time and its number identify it.</summary>
    private readonly record struct Entry(DateTimeOffset ExpiresAt, long Number, long Remaining) : IComparable<Entry>
    {
        public bool IsCovered(EndedThrough? ended) => ended is { } through && ExpiresAt <= through.Time && Number <= through.Number;

        public int CompareTo(Entry other) => (ExpiresAt, Number).CompareTo((other.ExpiresAt, other.Number));
    }
}
