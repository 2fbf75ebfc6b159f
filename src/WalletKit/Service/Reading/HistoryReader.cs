using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using WalletKit.Storage;
using WalletKit.Stores;

namespace WalletKit.Service.Reading;

/// <summary>
/// Reads histories page by page. A page ends by count, by bytes, or by the number of entries of the journal that were looked at. So its cost is bounded,
/// however many entries its filter passes over, and however many entries move no money.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="mostLookedAt">The number of entries that a page looks at.</param>
internal sealed class HistoryReader(IWalletStore store, int mostLookedAt = HistoryReader.MostLookedAt)
{
    public const int MostLookedAt = 10_000;

    /// <summary>Reads the page after a version; null for the first page.</summary>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    public async ValueTask<HistoryStretch> ReadAsync(WalletId walletId, HistoryOptions options, long? after, CancellationToken cancellationToken)
    {
        var filter = options.Filter;
        var range = new HistoryRange(walletId, options.Order, after, options.Limit) { Types = TypesOf(filter), Reference = filter?.Reference };
        if (range is { Types.IsEmpty: true, Reference: null, Order: HistoryOrder.OldestFirst } && filter is null or { From: null, To: null, Account: null, Actor: null })
        {
            return await ReadOnAsync(range, cancellationToken).ConfigureAwait(false);
        }

        var wallet = await GetWalletAsync(walletId, cancellationToken).ConfigureAwait(false);
        var (lowest, highest) = await FindBoundsAsync(wallet, range, filter, cancellationToken).ConfigureAwait(false);
        if (lowest > highest)
        {
            return new([], null);
        }

        // A store finds a reference by an index, so all the entries between two of its transactions cost nothing.
        long? end = null;
        if (range.Reference is null)
        {
            (lowest, highest, end) = Bounded(range.Order, lowest, highest);
        }

        range = Between(range, lowest, highest);
        var isSearched = filter is { Account: not null } or { Actor: not null } || (range.Reference is not null && !range.Types.IsEmpty);
        return isSearched
            ? await SearchAsync(range, filter!, end, cancellationToken).ConfigureAwait(false)
            : StretchOf(await store.ListTransactionsAsync(range, cancellationToken).ConfigureAwait(false), after, end);
    }

    /// <summary>The types of a filter; empty for all types.</summary>
    public static ImmutableArray<TransactionType> TypesOf(HistoryFilter? filter) => filter?.Types is null or ImmutableArray<TransactionType> { IsDefault: true } ? [] : [.. filter.Types];

    /// <summary>Reads all pages; no read stays open between two of them.</summary>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="WalletStoreException">The history does not continue.</exception>
    public async IAsyncEnumerable<WalletTransaction> StreamAsync(WalletId walletId, HistoryOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? after = null;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var stretch = await ReadAsync(walletId, options, after, cancellationToken).ConfigureAwait(false);
            var last = after;
            foreach (var transaction in stretch.Transactions)
            {
                last = Follows(options.Order, transaction.Version, last) ? transaction.Version : throw Pages.Stuck("transactions", last);
                yield return transaction;
            }

            after = stretch.Next is not { } next || Follows(options.Order, next, after) ? stretch.Next : throw Pages.Stuck("transactions", after);
        }
        while (after is not null);
    }

    /// <summary>Finds the newest of a wallet's transactions before a time.</summary>
    public async ValueTask<TransactionAsOf> FindLastBeforeAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken) =>
        time.UtcTicks == 0 ? new(null, IsFinal: true) : await store.FindTransactionAsOfAsync(walletId, time.ToUniversalTime().AddTicks(-1), cancellationToken).ConfigureAwait(false);

    // Without a filter the wallet is read only where the page is not full, to know whether its journal goes on.
    private async ValueTask<HistoryStretch> ReadOnAsync(HistoryRange range, CancellationToken cancellationToken)
    {
        var (lowest, _) = range.Bounds;
        var through = Math.Max(lowest, 1) <= long.MaxValue - mostLookedAt ? Math.Max(lowest, 1) + mostLookedAt - 1 : long.MaxValue;
        var page = await store.ListTransactionsAsync(range with { Through = through }, cancellationToken).ConfigureAwait(false);
        var end = page.HasMore || (await GetWalletAsync(range.WalletId, cancellationToken).ConfigureAwait(false)).Version <= through ? (long?)null : through;
        return StretchOf(page, range.After, end);
    }

    /// <summary>Bounds a stretch by the number of entries that a page looks at.</summary>
    /// <returns>The stretch, and its last version where the next page is to go on after it; otherwise null.</returns>
    /// <remarks>No index has the types, or the kinds of entries, so a page may look at many entries for few.</remarks>
    public (long Lowest, long Highest, long? End) Bounded(HistoryOrder order, long lowest, long highest) =>
        highest - lowest < mostLookedAt ? (lowest, highest, null)
        : order == HistoryOrder.NewestFirst ? (highest - mostLookedAt + 1, highest, highest - mostLookedAt + 1)
        : (lowest, lowest + mostLookedAt - 1, lowest + mostLookedAt - 1);

    // Any number of transactions may have the reference, and no index has accounts and actors, so the rest of the filter is looked for on one page.
    private async ValueTask<HistoryStretch> SearchAsync(HistoryRange range, HistoryFilter filter, long? end, CancellationToken cancellationToken)
    {
        var page = await store.ListTransactionsAsync(range with { Types = [], Limit = HistoryOptions.MaxLimit }, cancellationToken).ConfigureAwait(false);
        List<WalletTransaction> wanted = [.. page.Where(transaction => Wants(range, filter, transaction))];
        return wanted.Count > range.Limit
            ? new(wanted[..range.Limit], wanted[range.Limit - 1].Version)
            : new(wanted, StretchOf(page, range.After, end).Next);
    }

    /// <summary>Finds the lowest and the highest version of the transactions in a period. Time never runs backwards within a wallet, so a period is a stretch of versions.</summary>
    public async ValueTask<(long Lowest, long Highest)> FindBoundsAsync(Wallet wallet, HistoryRange range, HistoryFilter? filter, CancellationToken cancellationToken)
    {
        var (lowest, highest) = range.Bounds;
        var first = filter?.From is { } from ? 1 + await LastBeforeAsync(wallet, from, cancellationToken).ConfigureAwait(false) : 1;
        var last = filter?.To is { } to ? await LastBeforeAsync(wallet, to, cancellationToken).ConfigureAwait(false) : wallet.Version;
        return (Math.Max(lowest, first), Math.Min(highest, last));
    }

    // A wallet whose own time is earlier has all its entries before the time.
    private async ValueTask<long> LastBeforeAsync(Wallet wallet, DateTimeOffset time, CancellationToken cancellationToken) => wallet.UpdatedAt < time
        ? wallet.Version
        : (await FindLastBeforeAsync(wallet.Id, time, cancellationToken).ConfigureAwait(false)).Transaction?.Version ?? 0;

    /// <summary>Reads the wallet of a history.</summary>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    public async ValueTask<Wallet> GetWalletAsync(WalletId walletId, CancellationToken cancellationToken) =>
        await store.FindWalletAsync(walletId, cancellationToken).ConfigureAwait(false) ?? throw new WalletNotFoundException(walletId);

    /// <summary>Whether a transaction passes a range and the rest of its filter.</summary>
    public static bool Wants(HistoryRange range, HistoryFilter? filter, WalletTransaction transaction) =>
        range.Wants(transaction)
        && (filter?.Account is null || transaction.Account == filter.Account)
        && (filter?.Actor is null || transaction.Actor == filter.Actor);

    private static bool Follows(HistoryOrder order, long version, long? after) =>
        after is null || (order == HistoryOrder.NewestFirst ? version < after : version > after);

    /// <summary>The range with the stretch of versions that it looks at.</summary>
    public static HistoryRange Between(HistoryRange range, long lowest, long highest) => range.Order == HistoryOrder.NewestFirst
        ? range with { After = highest == long.MaxValue ? null : highest + 1, Through = lowest }
        : range with { After = lowest - 1, Through = highest };

    /// <param name="page">The page.</param>
    /// <param name="after">The version after which it begins, for the message of the exception.</param>
    /// <param name="end">The last version that the store looked at, where it was not to look further; otherwise null.</param>
    private static HistoryStretch StretchOf(Page<WalletTransaction> page, long? after, long? end) =>
        new(page, page.HasMore ? Pages.Last(page, "transactions", after).Version : end);
}
