using System.Runtime.CompilerServices;
using WalletKit.Rules;
using WalletKit.Service.Reading;
using WalletKit.Storage;
using WalletKit.Stores;

namespace WalletKit.Service;

// Reads.
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

    public async Task<WalletPage> ListWalletsAsync(string ownerId, WalletListOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ownerId);
        options ??= new WalletListOptions();
        if (options.Limit is < 1 or > WalletListOptions.MaxLimit)
        {
            throw new InvalidInputException("limit", options.Limit, $"must be from 1 to {WalletListOptions.MaxLimit}");
        }

        var after = options.Cursor is null ? null : WalletCursor.Read(options.Cursor, ownerId);
        var found = await store.ListWalletsAsync(ownerId, after, options.Limit, cancellationToken).ConfigureAwait(false);
        return new WalletPage { Wallets = found, NextCursor = found.HasMore ? WalletCursor.Write(ownerId, Last(found, "wallets", after).Name) : null };
    }

    public IAsyncEnumerable<Wallet> StreamWalletsAsync(string ownerId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ownerId);
        return Pages.StreamAsync(
            "",
            (after, token) => store.ListWalletsAsync(ownerId, after.Length == 0 ? null : after, PageSize, token),
            static wallet => wallet.Name,
            static (name, before) => NameOrder.Instance.Compare(name, before) > 0,
            "wallets",
            cancellationToken);
    }

    public async Task<WalletBalance> GetBalanceAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        WalletBalance.Of(await GetWalletAsync(walletId, cancellationToken).ConfigureAwait(false));

    public async Task<TransactionPage> ListTransactionsAsync(WalletId walletId, HistoryOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new HistoryOptions();
        ThrowIfMalformed(options);
        long? after = options.Cursor is null ? null : HistoryCursor.Read(options.Cursor, walletId, options.Order);
        var found = await store.ListTransactionsAsync(RangeOf(walletId, options, after), cancellationToken).ConfigureAwait(false);
        if (found.Count == 0)
        {
            await GetWalletAsync(walletId, cancellationToken).ConfigureAwait(false);
        }

        return new TransactionPage { Transactions = found, NextCursor = found.HasMore ? HistoryCursor.Write(walletId, options.Order, Last(found, "transactions", after).Version) : null };
    }

    public async IAsyncEnumerable<WalletTransaction> StreamTransactionsAsync(
        WalletId walletId, HistoryOrder order = HistoryOrder.NewestFirst, HistoryFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var options = new HistoryOptions { Limit = HistoryOptions.MaxLimit, Order = order, Filter = filter };
        ThrowIfMalformed(options);
        var (isNewestFirst, isEmpty) = (order == HistoryOrder.NewestFirst, true);
        var transactions = Pages.StreamAsync(
            isNewestFirst ? long.MaxValue : 0L,
            (after, token) => store.ListTransactionsAsync(RangeOf(walletId, options, after), token),
            static transaction => transaction.Version,
            (version, before) => isNewestFirst ? version < before : version > before,
            "transactions",
            cancellationToken);
        await foreach (var transaction in transactions.ConfigureAwait(false))
        {
            isEmpty = false;
            yield return transaction;
        }

        if (isEmpty)
        {
            await GetWalletAsync(walletId, cancellationToken).ConfigureAwait(false);
        }
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

        // Transactions never change and time never runs back, so the two ends need not be read at once. The later end is read first. If it is not past yet, a
        // transaction that is recorded in between may still be from before the start, and must then not count as an entry.
        var wallet = await GetWalletAsync(walletId, cancellationToken).ConfigureAwait(false);
        var (last, isFinal) = await FindLastBeforeAsync(walletId, until, cancellationToken).ConfigureAwait(false);
        var before = isFinal && !(last?.CreatedAt >= since) ? last : (await FindLastBeforeAsync(walletId, since, cancellationToken).ConfigureAwait(false)).Transaction;
        last = before?.Sequence > (last?.Sequence ?? 0) ? before : last;
        var zero = MinorUnits.ToDecimal(0, wallet.Currency.Exponent);
        return new WalletStatement
        {
            WalletId = walletId,
            Currency = wallet.Currency,
            From = since,
            To = until,
            OpeningBalance = before?.BalanceAfter ?? zero,
            ClosingBalance = last?.BalanceAfter ?? zero,
            Count = (last?.Sequence ?? 0) - (before?.Sequence ?? 0),
            IsFinal = isFinal,
            Entries = ReadBetweenAsync(walletId, before, last, CancellationToken.None),
        };
    }

    public async IAsyncEnumerable<WalletEvent> StreamEventsAsync(WalletId walletId, long afterVersion = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await GetWalletAsync(walletId, cancellationToken).ConfigureAwait(false);
        var events = Pages.StreamAsync(
            afterVersion, (after, token) => store.ListEventsAsync(walletId, after, PageSize, token), static happened => happened.Version, static (version, before) => version > before, "events", cancellationToken);
        await foreach (var happened in events.ConfigureAwait(false))
        {
            yield return happened;
        }
    }

    private static void ThrowIfMalformed(HistoryOptions options)
    {
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
    }

    // An empty page that promises more has no place from which reading could continue.
    private static T Last<T, TKey>(Page<T> page, string what, TKey after) => page.Count > 0 ? page[^1] : throw Pages.Stuck(what, after);

    private static IReadOnlyCollection<TransactionType> TypesOf(HistoryOptions options) =>
        options.Filter?.Types is { } types && CountOf(types) > 0 ? types : [];

    private static HistoryRange RangeOf(WalletId walletId, HistoryOptions options, long? after) => new(walletId, options.Order, after, options.Limit)
    {
        Types = [.. TypesOf(options)],
        Reference = options.Filter?.Reference,
        From = options.Filter?.From,
        To = options.Filter?.To,
    };

    private async ValueTask<TransactionAsOf> FindLastBeforeAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken) =>
        time.UtcTicks == 0 ? new(null, IsFinal: true) : await store.FindTransactionAsOfAsync(walletId, time.ToUniversalTime().AddTicks(-1), cancellationToken).ConfigureAwait(false);

    // Each entry is the next one of the wallet; the statement has said how many there are.
    private IAsyncEnumerable<WalletTransaction> ReadBetweenAsync(
        WalletId walletId, WalletTransaction? before, WalletTransaction? last, CancellationToken cancellationToken) => Pages.StreamAsync(
        (Version: before?.Version ?? 0, Sequence: before?.Sequence ?? 0),
        async (from, token) =>
        {
            var left = (last?.Sequence ?? 0) - from.Sequence;
            var page = left == 0
                ? Page.Empty<WalletTransaction>()
                : await store.ListTransactionsAsync(new HistoryRange(walletId, HistoryOrder.OldestFirst, from.Version, (int)Math.Min(HistoryOptions.MaxLimit, left)), token).ConfigureAwait(false);
            return new Page<WalletTransaction>(page, hasMore: page.Count < left);
        },
        static transaction => (transaction.Version, transaction.Sequence),
        static (place, before) => place.Sequence == before.Sequence + 1,
        "transactions",
        cancellationToken);
}
