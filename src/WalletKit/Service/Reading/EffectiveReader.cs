using System.Runtime.CompilerServices;
using WalletKit.Storage;
using WalletKit.Stores;

namespace WalletKit.Service.Reading;

/// <summary>
/// Reads balances, statements and histories by effective time. A value date is never after the time of recording, unless that was corrected. So the transactions that count at a time are those
/// that were recorded by then, and the back-dated ones among the later. A history is merged from the transactions without a value date, which have the order of their
/// versions, and the back-dated ones, which have the order of an index.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="history">Reads by recorded time.</param>
internal sealed class EffectiveReader(IWalletStore store, HistoryReader history)
{
    /// <summary>Sums the transactions, up to the version of the wallet, that count at a time.</summary>
    public async ValueTask<EffectiveSum> SumAsync(Wallet wallet, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var times = await CountedTimes.ReadAsync(store, wallet.Id, wallet.Version, cancellationToken).ConfigureAwait(false);
        return await SumAsync(wallet, time, times, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<EffectiveSum> SumAsync(Wallet wallet, DateTimeOffset time, CountedTimes times, CancellationToken cancellationToken)
    {
        if (times.AreOwn && wallet.UpdatedAt <= time)
        {
            return new(wallet.LastSequence, wallet.BalanceMinorUnits);
        }

        var before = (await store.FindTransactionAsOfAsync(wallet.Id, time, cancellationToken).ConfigureAwait(false)).Transaction;
        var later = await store.SumBackdatedAsync(wallet.Id, time, before?.Version ?? 0, wallet.Version, cancellationToken).ConfigureAwait(false);
        var early = times.AreOwn || before is null ? default : await SumEarlyAsync(before, time, cancellationToken).ConfigureAwait(false);
        return checked(new((before?.Sequence ?? 0) + later.Count - early.Count, (before?.BalanceAfterMinorUnits ?? 0) + later.MinorUnits - early.MinorUnits));
    }

    /// <summary>Makes the statement of a period, with the transactions up to the version of the wallet.</summary>
    public async ValueTask<WalletStatement> GetStatementAsync(Wallet wallet, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var times = await CountedTimes.ReadAsync(store, wallet.Id, wallet.Version, cancellationToken).ConfigureAwait(false);
        var opening = await SumBeforeAsync(wallet, since, times, cancellationToken).ConfigureAwait(false);
        var closing = await SumBeforeAsync(wallet, until, times, cancellationToken).ConfigureAwait(false);
        var count = checked(closing.Count - opening.Count);
        return new WalletStatement
        {
            WalletId = wallet.Id,
            Currency = wallet.Currency,
            From = since,
            To = until,
            Basis = TimeBasis.Effective,
            OpeningBalance = opening.ToUnits(wallet.Currency),
            ClosingBalance = closing.ToUnits(wallet.Currency),
            Count = count,
            IsFinal = false,
            Entries = ReadBetweenAsync(wallet, since, until, count, CancellationToken.None),
        };
    }

    /// <summary>Reads a page.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="options">The limit, order and filter.</param>
    /// <param name="from">The place of the page; null for the first page.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The transactions, and the place of the next page; null where this is the last page.</returns>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    public async ValueTask<(IReadOnlyList<WalletTransaction> Transactions, EffectiveCursor? Next)> ReadAsync(
        WalletId walletId, HistoryOptions options, EffectiveCursor? from, CancellationToken cancellationToken)
    {
        var wallet = await history.GetWalletAsync(walletId, cancellationToken).ConfigureAwait(false);
        from ??= new(wallet.Version, null, null);
        var times = await CountedTimes.ReadAsync(store, walletId, from.Through, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(wallet, options, from, times, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<(IReadOnlyList<WalletTransaction> Transactions, EffectiveCursor? Next)> ReadAsync(
        Wallet wallet, HistoryOptions options, EffectiveCursor from, CountedTimes times, CancellationToken cancellationToken)
    {
        if (options.Filter?.To is { UtcTicks: 0 })
        {
            return ([], null);
        }

        var merge = new EffectiveMerge(options, from, times);
        await merge.ReadAsync(store, history, wallet, cancellationToken).ConfigureAwait(false);
        return merge.Take();
    }

    /// <summary>Reads all pages from a place on; no read stays open between two of them.</summary>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="WalletStoreException">The history does not continue.</exception>
    public async IAsyncEnumerable<WalletTransaction> StreamAsync(
        WalletId walletId, HistoryOptions options, EffectiveCursor? from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        BackdatedPlace? last = null;
        CountedTimes? times = null;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var wallet = await history.GetWalletAsync(walletId, cancellationToken).ConfigureAwait(false);
            from ??= new(wallet.Version, null, null);
            times ??= await CountedTimes.ReadAsync(store, walletId, from.Through, cancellationToken).ConfigureAwait(false);
            var (transactions, next) = await ReadAsync(wallet, options, from, times, cancellationToken).ConfigureAwait(false);
            foreach (var transaction in transactions)
            {
                var place = times.PlaceOf(transaction);
                last = last is not { } before || EffectiveMerge.Compare(options.Order, place, before) > 0 ? place : throw Pages.Stuck("transactions", before);
                yield return transaction;
            }

            from = next is null || next.Follows(from, options.Order) ? next : throw Pages.Stuck("transactions", from);
        }
        while (from is not null);
    }

    // Under a clock that was ahead, a transaction may have got a value date that is later than the time at which it counts as recorded since the correction.
    private async ValueTask<BackdatedSum> SumEarlyAsync(WalletTransaction before, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var all = await store.SumBackdatedAsync(before.WalletId, DateTimeOffset.MaxValue, 0, before.Version, cancellationToken).ConfigureAwait(false);
        var past = await store.SumBackdatedAsync(before.WalletId, time, 0, before.Version, cancellationToken).ConfigureAwait(false);
        return new(all.Count - past.Count, all.MinorUnits - past.MinorUnits);
    }

    private async ValueTask<EffectiveSum> SumBeforeAsync(Wallet wallet, DateTimeOffset time, CountedTimes times, CancellationToken cancellationToken) =>
        time.UtcTicks == 0 ? default : await SumAsync(wallet, time.ToUniversalTime().AddTicks(-1), times, cancellationToken).ConfigureAwait(false);

    private async IAsyncEnumerable<WalletTransaction> ReadBetweenAsync(
        Wallet wallet, DateTimeOffset since, DateTimeOffset until, long count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = new HistoryOptions { Limit = HistoryOptions.MaxLimit, Order = HistoryOrder.OldestFirst, Filter = new() { From = since, To = until } };
        var read = 0L;
        await foreach (var transaction in StreamAsync(wallet.Id, options, new(wallet.Version, null, null), cancellationToken).ConfigureAwait(false))
        {
            read++;
            yield return transaction;
        }

        // The statement has said how many there are.
        if (read != count)
        {
            throw new WalletStoreException(StoreFailure.Corrupt, $"a statement of wallet {wallet.Id} has {count} transactions, and {read} were read. Rows are damaged, or were taken away while it was read.");
        }
    }
}
