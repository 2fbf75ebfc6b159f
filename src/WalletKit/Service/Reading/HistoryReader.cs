using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using WalletKit.Storage;
using WalletKit.Stores;

namespace WalletKit.Service.Reading;

/// <summary>
/// Reads histories page by page. A page ends by count, by bytes, or by the number of transactions that were looked at, so its cost is bounded, however many
/// transactions its filter passes over.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="mostLookedAt">The number of transactions among which a page looks for types.</param>
internal sealed class HistoryReader(IWalletStore store, int mostLookedAt = HistoryReader.MostLookedAt)
{
    public const int MostLookedAt = 10_000;

    /// <summary>Reads the page after a sequence; null for the first page.</summary>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    public async ValueTask<HistoryStretch> ReadAsync(WalletId walletId, HistoryOptions options, long? after, CancellationToken cancellationToken)
    {
        var filter = options.Filter;
        var range = new HistoryRange(walletId, options.Order, after, options.Limit) { Types = TypesOf(filter), Reference = filter?.Reference };
        if (range is { Types.IsEmpty: true, Reference: null } && filter is null or { From: null, To: null })
        {
            var page = await store.ListTransactionsAsync(range, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                await GetWalletAsync(walletId, cancellationToken).ConfigureAwait(false);
            }

            return StretchOf(page, after, end: null);
        }

        var wallet = await GetWalletAsync(walletId, cancellationToken).ConfigureAwait(false);
        var (lowest, highest) = await BoundsOfAsync(wallet, range, filter, cancellationToken).ConfigureAwait(false);
        return lowest > highest ? new([], null)
            : range.Types.IsEmpty ? StretchOf(await store.ListTransactionsAsync(Between(range, lowest, highest), cancellationToken).ConfigureAwait(false), after, end: null)
            : range.Reference is null ? await LookForTypesAsync(range, lowest, highest, cancellationToken).ConfigureAwait(false)
            : await LookForTypesAndReferenceAsync(Between(range, lowest, highest), cancellationToken).ConfigureAwait(false);
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
                last = Follows(options.Order, transaction.Sequence, last) ? transaction.Sequence : throw Pages.Stuck("transactions", last);
                yield return transaction;
            }

            after = stretch.Next is not { } next || Follows(options.Order, next, after) ? stretch.Next : throw Pages.Stuck("transactions", after);
        }
        while (after is not null);
    }

    /// <summary>Finds the newest of a wallet's transactions before a time.</summary>
    public async ValueTask<TransactionAsOf> FindLastBeforeAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken) =>
        time.UtcTicks == 0 ? new(null, IsFinal: true) : await store.FindTransactionAsOfAsync(walletId, time.ToUniversalTime().AddTicks(-1), cancellationToken).ConfigureAwait(false);

    // No index has the types: a page looks at a number of transactions, and the next page goes on after the last of them.
    private async ValueTask<HistoryStretch> LookForTypesAsync(HistoryRange range, long lowest, long highest, CancellationToken cancellationToken)
    {
        long? end = null;
        if (highest - lowest >= mostLookedAt)
        {
            var isNewestFirst = range.Order == HistoryOrder.NewestFirst;
            (lowest, highest) = isNewestFirst ? (highest - mostLookedAt + 1, highest) : (lowest, lowest + mostLookedAt - 1);
            end = isNewestFirst ? lowest : highest;
        }

        return StretchOf(await store.ListTransactionsAsync(Between(range, lowest, highest), cancellationToken).ConfigureAwait(false), range.After, end);
    }

    // A store finds the reference by an index. Any number of transactions may have it, so the types are looked for on one page of them.
    private async ValueTask<HistoryStretch> LookForTypesAndReferenceAsync(HistoryRange range, CancellationToken cancellationToken)
    {
        var page = await store.ListTransactionsAsync(range with { Types = [], Limit = HistoryOptions.MaxLimit }, cancellationToken).ConfigureAwait(false);
        List<WalletTransaction> wanted = [.. page.Where(transaction => range.Types.Contains(transaction.Type))];
        return wanted.Count > range.Limit
            ? new(wanted[..range.Limit], wanted[range.Limit - 1].Sequence)
            : new(wanted, StretchOf(page, range.After, end: null).Next);
    }

    // Time never runs backwards within a wallet, so a period is a stretch of sequences.
    private async ValueTask<(long Lowest, long Highest)> BoundsOfAsync(Wallet wallet, HistoryRange range, HistoryFilter? filter, CancellationToken cancellationToken)
    {
        var (lowest, highest) = range.Bounds;
        var first = filter?.From is { } from ? 1 + await LastBeforeAsync(wallet, from, cancellationToken).ConfigureAwait(false) : 1;
        var last = filter?.To is { } to ? await LastBeforeAsync(wallet, to, cancellationToken).ConfigureAwait(false) : wallet.LastSequence;
        return (Math.Max(lowest, first), Math.Min(highest, last));
    }

    // A wallet whose own time is earlier has all its transactions before the time.
    private async ValueTask<long> LastBeforeAsync(Wallet wallet, DateTimeOffset time, CancellationToken cancellationToken) => wallet.UpdatedAt < time
        ? wallet.LastSequence
        : (await FindLastBeforeAsync(wallet.Id, time, cancellationToken).ConfigureAwait(false)).Transaction?.Sequence ?? 0;

    private async ValueTask<Wallet> GetWalletAsync(WalletId walletId, CancellationToken cancellationToken) =>
        await store.FindWalletAsync(walletId, cancellationToken).ConfigureAwait(false) ?? throw new WalletNotFoundException(walletId);

    private static bool Follows(HistoryOrder order, long sequence, long? after) =>
        after is null || (order == HistoryOrder.NewestFirst ? sequence < after : sequence > after);

    private static HistoryRange Between(HistoryRange range, long lowest, long highest) => range.Order == HistoryOrder.NewestFirst
        ? range with { After = highest == long.MaxValue ? null : highest + 1, Through = lowest }
        : range with { After = lowest - 1, Through = highest };

    /// <param name="page">The page.</param>
    /// <param name="after">The sequence after which it begins, for the message of the exception.</param>
    /// <param name="end">The last sequence that the store looked at, where it was not to look further; otherwise null.</param>
    private static HistoryStretch StretchOf(Page<WalletTransaction> page, long? after, long? end) =>
        new(page, page.HasMore ? Pages.Last(page, "transactions", after).Sequence : end);
}
