using WalletKit.Rules;

namespace WalletKit.Execution;

/// <summary>The holds of one wallet that a transaction places or changes, laid over the committed ones.</summary>
internal sealed class StagedHolds
{
    private readonly Dictionary<long, Hold> _holds = [];
    private readonly SortedSet<(DateTimeOffset ExpiresAt, long Number)> _expiring = [];
    private int _changed;

    public Hold? Find(long number) => _holds.GetValueOrDefault(number);

    public void Place(Hold hold) => Put(hold);

    public void Change(Hold hold)
    {
        _changed += _holds.ContainsKey(hold.Id.Number) ? 0 : 1;
        Put(hold);
    }

    /// <summary>The number of committed holds that must be read to find <paramref name="limit"/> holds that the transaction has not changed.</summary>
    public int Reach(int limit) => (int)Math.Min((long)limit + _changed, int.MaxValue);

    /// <summary>The committed holds that the transaction has not changed.</summary>
    public IEnumerable<Hold> Unchanged(IEnumerable<Hold> committed) => committed.Where(hold => !_holds.ContainsKey(hold.Id.Number));

    /// <summary>Open holds of the transaction that expire later than a time, the earliest first.</summary>
    public IEnumerable<Hold> ExpiringAfter(DateTimeOffset time) =>
        _expiring.GetViewBetween((time, long.MaxValue), (DateTimeOffset.MaxValue, long.MaxValue)).Select(hold => _holds[hold.Number]);

    private void Put(Hold hold)
    {
        _holds[hold.Id.Number] = hold;
        if (hold.ExpiresAt is { } expiry)
        {
            _ = hold.Status == HoldStatus.Open ? _expiring.Add((expiry, hold.Id.Number)) : _expiring.Remove((expiry, hold.Id.Number));
        }
    }
}
