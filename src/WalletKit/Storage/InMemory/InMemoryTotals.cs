using WalletKit.Model;
using WalletKit.Rules;
using WalletKit.Storage.Totals;
using WalletKit.Stores;

namespace WalletKit.Storage.InMemory;

/// <summary>The sums of all transactions, and the places that were asked for. The lock under which commits become visible guards it.</summary>
internal sealed class InMemoryTotals
{
    // Tells a place of this store from a place of another.
    private readonly byte[] _store = new byte[16];
    private readonly TransactionSums _sums = new();

    // The memory holds no order of commits, so a place is kept when it is first returned.
    private readonly Dictionary<string, StoreTotals> _returned = new(StringComparer.Ordinal);

    private long _commits;
    private StoreTotals? _newest;

    public InMemoryTotals() => SecureRandom.Shared.NextBytes(_store);

    /// <summary>Adds the changes of a commit, or some of them.</summary>
    public void Add(in Changes changes)
    {
        foreach (var entry in changes.Entries)
        {
            if (entry.Transaction is { } transaction)
            {
                _sums.Add(transaction);
            }
        }
    }

    /// <summary>Ends a commit.</summary>
    public void EndCommit() => (_commits, _newest) = (_commits + 1, null);

    /// <summary>Returns the sums at a place; null for a place that was never returned.</summary>
    public StoreTotals? Read(string? place)
    {
        if (place is not null)
        {
            return _returned.GetValueOrDefault(place);
        }

        _newest ??= new StoreTotals(TotalsPlace.Write(_commits, _store), _sums.ToSums());
        return _returned[_newest.Place] = _newest;
    }
}
