using WalletKit.Storage;
using WalletKit.Stores;

namespace WalletKit.Service.Reading;

/// <summary>A page of a history by effective time, merged from a page of the transactions without a value date and a page of the back-dated ones.</summary>
/// <remarks>The merge stops where one of the two lists goes on unread, because its next transaction may come before the rest of the other.</remarks>
internal sealed class EffectiveMerge(HistoryOptions options, EffectiveCursor from, CountedTimes times)
{
    private readonly HistoryRange _wanted = new(default, options.Order, null, options.Limit) { Types = HistoryReader.TypesOf(options.Filter), Reference = options.Filter?.Reference };
    private Lane<long?> _recorded = new([], null, GoesOn: false);
    private Lane<BackdatedPlace?> _backdated = new([], null, GoesOn: false);

    // No index has the order together with types, references, accounts or actors, so these are looked for on one page of each list.
    private int Limit => !_wanted.Types.IsEmpty || options.Filter is { Reference: not null } or { Account: not null } or { Actor: not null } ? HistoryOptions.MaxLimit : options.Limit;

    /// <summary>Compares places in an order.</summary>
    public static int Compare(HistoryOrder order, BackdatedPlace one, BackdatedPlace other) =>
        order == HistoryOrder.OldestFirst ? one.Key.CompareTo(other.Key) : other.Key.CompareTo(one.Key);

    /// <summary>Reads the page of each list.</summary>
    public async ValueTask ReadAsync(IWalletStore store, HistoryReader history, Wallet wallet, CancellationToken cancellationToken)
    {
        _recorded = await ReadRecordedAsync(store, history, wallet, cancellationToken).ConfigureAwait(false);
        _backdated = await ReadBackdatedAsync(store, wallet.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Merges the two pages.</summary>
    /// <returns>The transactions, and the place of the next page; null where this is the last page.</returns>
    public (IReadOnlyList<WalletTransaction> Transactions, EffectiveCursor? Next) Take()
    {
        var page = new PageBuilder<WalletTransaction>(options.Limit, PageText.SizeOf);
        var (recorded, backdated) = (0, 0);
        while (!page.IsFull && !_recorded.IsUnreadAt(recorded) && !_backdated.IsUnreadAt(backdated) && NextOf(ref recorded, ref backdated) is { } next)
        {
            // A transaction that was recorded after the first page was read is on none of its pages.
            if (next.Version <= from.Through && HistoryReader.Wants(_wanted, options.Filter, next))
            {
                page.Add(next);
            }
        }

        var isLast = _recorded.IsEndAt(recorded) && _backdated.IsEndAt(backdated);
        return (page.ToPage(hasMore: !isLast), isLast ? null : new(
            from.Through,
            recorded == _recorded.Page.Count ? _recorded.End : recorded > 0 ? _recorded.Page[recorded - 1].Version : from.Recorded,
            backdated == _backdated.Page.Count ? _backdated.End : backdated > 0 ? times.PlaceOf(_backdated.Page[backdated - 1]) : from.Backdated));
    }

    // Null where both pages are used up.
    private WalletTransaction? NextOf(ref int recorded, ref int backdated)
    {
        var one = recorded < _recorded.Page.Count ? _recorded.Page[recorded] : null;
        var other = backdated < _backdated.Page.Count ? _backdated.Page[backdated] : null;
        if (one is not null && (other is null || Compare(options.Order, times.PlaceOf(one), times.PlaceOf(other)) < 0))
        {
            recorded++;
            return one;
        }

        backdated += other is null ? 0 : 1;
        return other;
    }

    private async ValueTask<Lane<long?>> ReadRecordedAsync(IWalletStore store, HistoryReader history, Wallet wallet, CancellationToken cancellationToken)
    {
        var range = new HistoryRange(wallet.Id, options.Order, from.Recorded, Limit) { ExceptBackdated = true };
        var (lowest, highest) = await history.FindBoundsAsync(wallet, range, options.Filter, cancellationToken).ConfigureAwait(false);
        highest = Math.Min(highest, from.Through);
        if (lowest > highest)
        {
            return new([], from.Recorded, GoesOn: false);
        }

        (lowest, highest, var end) = history.Bounded(options.Order, lowest, highest);
        var page = await store.ListTransactionsAsync(HistoryReader.Between(range, lowest, highest), cancellationToken).ConfigureAwait(false);
        return page.HasMore
            ? new(page, Pages.Last(page, "transactions", from.Recorded).Version, GoesOn: true)
            : new(page, options.Order == HistoryOrder.OldestFirst ? highest : lowest, GoesOn: end is not null);
    }

    private async ValueTask<Lane<BackdatedPlace?>> ReadBackdatedAsync(IWalletStore store, WalletId walletId, CancellationToken cancellationToken)
    {
        var (earliest, latest) = (LastBefore(options.Filter?.From), LastBefore(options.Filter?.To));
        var (begin, through) = options.Order == HistoryOrder.OldestFirst ? (earliest, latest) : (latest, earliest);
        var after = from.Backdated is { } place && (begin is not { } first || Compare(options.Order, place, first) > 0) ? place : begin;
        var page = await store.ListBackdatedAsync(new(walletId, options.Order, after, Limit) { Through = through }, cancellationToken).ConfigureAwait(false);
        return page.HasMore || page.Count > 0
            ? new(page, times.PlaceOf(Pages.Last(page, "transactions", after)), page.HasMore)
            : new(page, from.Backdated, GoesOn: false);
    }

    // No transaction has this place, so it does not matter whether the place is included.
    private static BackdatedPlace? LastBefore(DateTimeOffset? time) => time is { UtcTicks: > 0 } some ? new(some.ToUniversalTime().AddTicks(-1), long.MaxValue) : null;

    /// <summary>A page of one of the lists.</summary>
    /// <param name="Page">The transactions.</param>
    /// <param name="End">The place after which the list goes on once the page is used up.</param>
    /// <param name="GoesOn">Whether the list goes on after the page.</param>
    private sealed record Lane<TPlace>(IReadOnlyList<WalletTransaction> Page, TPlace End, bool GoesOn)
    {
        public bool IsUnreadAt(int index) => index == Page.Count && GoesOn;

        public bool IsEndAt(int index) => index == Page.Count && !GoesOn;
    }
}
