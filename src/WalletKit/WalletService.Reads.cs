using System.Runtime.CompilerServices;
using WalletKit.Money;
using WalletKit.Rules;
using WalletKit.Storage;

namespace WalletKit;

// What is read.
internal sealed partial class WalletService
{
    private const int PageSize = 500;

    public async Task<Wallet> GetWalletAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        await store.FindWalletAsync(walletId, cancellationToken).ConfigureAwait(false) ?? throw new WalletNotFoundException(walletId);

    public async Task<Wallet?> FindWalletAsync(string ownerId, string name = Wallet.DefaultName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ownerId);
        ArgumentNullException.ThrowIfNull(name);
        return await store.FindWalletByNameAsync(ownerId, name, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<Wallet>> ListWalletsAsync(string ownerId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ownerId);
        return await store.ListWalletsAsync(ownerId, cancellationToken).ConfigureAwait(false);
    }

    public async Task<WalletBalance> GetBalanceAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        WalletBalance.Of(await GetWalletAsync(walletId, cancellationToken).ConfigureAwait(false));

    public async Task<TransactionPage> GetTransactionsAsync(WalletId walletId, HistoryOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new HistoryOptions();
        if (options.Limit is < 1 or > HistoryOptions.MaxLimit)
        {
            throw new InvalidInputException("limit", options.Limit, $"must be from 1 to {HistoryOptions.MaxLimit}");
        }

        if (!Enum.IsDefined(options.Order))
        {
            throw new InvalidInputException("order", options.Order, $"must be {HistoryOrder.NewestFirst} or {HistoryOrder.OldestFirst}");
        }

        foreach (var type in TypesOf(options))
        {
            if (!Enum.IsDefined(type))
            {
                throw new InvalidInputException("types", type, "must be types of transactions");
            }
        }

        long? after = options.Cursor is null ? null : HistoryCursor.Read(options.Cursor, walletId, options.Order);

        // One more than asked for says whether there is a next page.
        var found = await store.ReadHistoryAsync(RangeOf(walletId, options, after), cancellationToken).ConfigureAwait(false);
        if (found.Count == 0)
        {
            await GetWalletAsync(walletId, cancellationToken).ConfigureAwait(false);
        }

        return found.Count > options.Limit
            ? new TransactionPage([.. found.Take(options.Limit)], HistoryCursor.Write(walletId, options.Order, found[options.Limit - 1].Sequence))
            : new TransactionPage(found, null);
    }

    public async IAsyncEnumerable<WalletTransaction> ReadTransactionsAsync(
        WalletId walletId, HistoryOrder order = HistoryOrder.NewestFirst, HistoryFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? cursor = null;
        do
        {
            var page = await GetTransactionsAsync(
                walletId, new HistoryOptions { Limit = HistoryOptions.MaxLimit, Order = order, Filter = filter, Cursor = cursor }, cancellationToken).ConfigureAwait(false);
            foreach (var transaction in page.Transactions)
            {
                yield return transaction;
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    public async Task<WalletTransaction> GetTransactionAsync(TransactionId transactionId, CancellationToken cancellationToken = default) =>
        await store.FindTransactionAsync(transactionId, cancellationToken).ConfigureAwait(false) ?? throw new TransactionNotFoundException(transactionId);

    public async Task<decimal> GetBalanceAsOfAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken = default) =>
        await store.FindTransactionAsOfAsync(walletId, time, cancellationToken).ConfigureAwait(false) is { Transaction: { } transaction }
            ? transaction.BalanceAfter
            : MinorUnits.ToDecimal(0, (await GetWalletAsync(walletId, cancellationToken).ConfigureAwait(false)).Currency.Exponent);

    public async Task<WalletStatement> GetStatementAsync(WalletId walletId, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        if (until < since)
        {
            throw new InvalidInputException("until", until, $"must not be before the start of the period, {since:O}");
        }

        // Transactions never change and time never runs back, so the two ends need not be read at once. The later end is read first: where it is not past yet, what is
        // recorded in between may still be from before the start, and then must not be taken for an entry.
        var wallet = await GetWalletAsync(walletId, cancellationToken).ConfigureAwait(false);
        var (last, isFinal) = await FindLastBeforeAsync(walletId, until, cancellationToken).ConfigureAwait(false);
        var before = isFinal && !(last?.CreatedAt >= since) ? last : (await FindLastBeforeAsync(walletId, since, cancellationToken).ConfigureAwait(false)).Transaction;
        last = before?.Sequence > (last?.Sequence ?? 0) ? before : last;
        var zero = MinorUnits.ToDecimal(0, wallet.Currency.Exponent);
        var (opening, closing) = (before?.Sequence ?? 0, last?.Sequence ?? 0);
        return new WalletStatement
        {
            WalletId = walletId,
            Currency = wallet.Currency,
            From = since,
            To = until,
            OpeningBalance = before?.BalanceAfter ?? zero,
            ClosingBalance = last?.BalanceAfter ?? zero,
            Count = closing - opening,
            IsFinal = isFinal,
            Entries = ReadBetweenAsync(walletId, opening, closing, CancellationToken.None),
        };
    }

    public async IAsyncEnumerable<WalletEvent> ReadEventsAsync(WalletId walletId, long afterVersion = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await GetWalletAsync(walletId, cancellationToken).ConfigureAwait(false);
        while (await store.ReadEventsAsync(walletId, afterVersion, PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var happened in page)
            {
                yield return happened;
            }

            afterVersion = page[^1].Version;
        }
    }

    private static IReadOnlyCollection<TransactionType> TypesOf(HistoryOptions options) =>
        options.Filter?.Types is { } types && CountOf(types) > 0 ? types : [];

    private static HistoryRange RangeOf(WalletId walletId, HistoryOptions options, long? after) => new(walletId, options.Order, after, options.Limit + 1)
    {
        Types = [.. TypesOf(options)],
        Reference = options.Filter?.Reference,
        From = options.Filter?.From,
        To = options.Filter?.To,
    };

    private async ValueTask<TransactionAsOf> FindLastBeforeAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken) =>
        time.UtcTicks == 0 ? new(null, IsFinal: true) : await store.FindTransactionAsOfAsync(walletId, time.ToUniversalTime().AddTicks(-1), cancellationToken).ConfigureAwait(false);

    private async IAsyncEnumerable<WalletTransaction> ReadBetweenAsync(WalletId walletId, long after, long last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (after < last)
        {
            var range = new HistoryRange(walletId, HistoryOrder.OldestFirst, after, (int)Math.Min(HistoryOptions.MaxLimit, last - after));
            foreach (var transaction in await store.ReadHistoryAsync(range, cancellationToken).ConfigureAwait(false))
            {
                yield return transaction;
                after = transaction.Sequence;
            }
        }
    }
}
