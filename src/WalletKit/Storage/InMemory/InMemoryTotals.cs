using System.Collections.Immutable;
using WalletKit.Model;
using WalletKit.Rules;
using WalletKit.Storage.Totals;
using WalletKit.Stores;

namespace WalletKit.Storage.InMemory;

/// <summary>
/// The sums of all transactions, and the places that were asked for. Each stripe of <see cref="PublishGates"/> guards its own sums, and all of them together
/// guard the places.
/// </summary>
internal sealed class InMemoryTotals
{
    // Tells a place of this store from a place of another.
    private readonly byte[] _store = new byte[16];
    private readonly TransactionSums[] _sums = [.. Enumerable.Range(0, PublishGates.Count).Select(static _ => new TransactionSums())];
    private readonly long[] _commits = new long[PublishGates.Count];

    // The memory holds no order of commits, so a place is kept when it is first returned.
    private readonly Dictionary<string, StoreTotals> _returned = new(StringComparer.Ordinal);

    private (long Commits, StoreTotals Totals)? _newest;

    public InMemoryTotals() => SecureRandom.Shared.NextBytes(_store);

    /// <summary>Adds the changes of a commit, or some of them.</summary>
    public void Add(int stripe, in Changes changes)
    {
        foreach (var entry in changes.Entries)
        {
            if (entry.Transaction is { } transaction)
            {
                _sums[stripe].Add(transaction);
            }
        }
    }

    /// <summary>Ends a commit.</summary>
    public void EndCommit(int stripe) => _commits[stripe]++;

    /// <summary>Returns the sums at a place; null for a place that was never returned. The caller holds all gates.</summary>
    public StoreTotals? Read(string? place)
    {
        if (place is not null)
        {
            return _returned.GetValueOrDefault(place);
        }

        var commits = _commits.Sum();
        if (_newest is not { } newest || newest.Commits != commits)
        {
            _newest = newest = (commits, new StoreTotals(TotalsPlace.Write(commits, _store), SumAll()));
        }

        return _returned[newest.Totals.Place] = newest.Totals;
    }

    private ImmutableArray<TransactionSum> SumAll()
    {
        var all = new TransactionSums();
        foreach (var sum in _sums.SelectMany(static sums => sums.ToSums()))
        {
            all.Add(sum.Currency, sum.Account, sum.MinorUnits);
        }

        return all.ToSums();
    }
}
