using System.Collections.Immutable;

namespace WalletKit.Storage.Relational;

/// <summary>
/// Looks for wallets that are ahead of the clock, a page of wallets each time, so that each look costs the same. A wallet that was found stays ahead until the clock has
/// reached the time that was found, or until a look at its page, which comes again, shows that its time was corrected.
/// </summary>
internal sealed class AheadProbe
{
    private const int PageSize = 5_000;
    private const int MaxNamed = 5;

    private readonly Lock _lock = new();
    private readonly Dictionary<WalletId, DateTimeOffset> _found = [];
    private WalletId? _last;

    /// <summary>Reads the page after a wallet, by id. It returns the wallets that are ahead of a time, and in any case the page's last wallet.</summary>
    public delegate ValueTask<IReadOnlyList<(WalletId Id, DateTimeOffset UpdatedAt)>> Read(WalletId? after, int limit, DateTimeOffset than);

    /// <summary>Looks at the next page.</summary>
    /// <param name="than">The time that a wallet must be past to be ahead.</param>
    /// <param name="read">Reads the page.</param>
    /// <returns>The number of wallets that are known to be ahead, and some of them.</returns>
    public async ValueTask<(int Count, ImmutableArray<WalletId> Some)> LookAsync(DateTimeOffset than, Read read)
    {
        WalletId? after;
        lock (_lock)
        {
            after = _last;
        }

        var page = await read(after, PageSize, than).ConfigureAwait(false);
        lock (_lock)
        {
            // Past the last wallet it begins again.
            _last = page.Count == 0 ? null : page[^1].Id;
            var ahead = page.Where(wallet => wallet.UpdatedAt > than).ToDictionary(wallet => wallet.Id, wallet => wallet.UpdatedAt);
            foreach (var (id, updatedAt) in ahead)
            {
                if (_found.Count < ClockReport.MaxWalletsAhead || _found.ContainsKey(id))
                {
                    _found[id] = updatedAt;
                }
            }

            foreach (var id in _found.Where(found => found.Value <= than || IsGone(found.Key)).Select(found => found.Key).ToList())
            {
                _found.Remove(id);
            }

            bool IsGone(WalletId id) =>
                (after is not { } from || id > from) && (page.Count == 0 || id <= page[^1].Id) && !ahead.ContainsKey(id);

            return (_found.Count, [.. _found.OrderByDescending(found => found.Value).Take(MaxNamed).Select(found => found.Key)]);
        }
    }
}
