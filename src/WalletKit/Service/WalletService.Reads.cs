using System.Runtime.CompilerServices;
using WalletKit.Execution;
using WalletKit.Rules;
using WalletKit.Service.Reading;
using WalletKit.Storage;
using WalletKit.Stores;

namespace WalletKit.Service;

// Reads.
internal sealed partial class WalletService
{
    private const int PageSize = 500;

    private readonly HistoryReader _history = new(store);

    private EffectiveReader Effective => field ??= new(BareStore, _history);

    // The readers above have the store itself, and the calls that use them ask first.
    private IWalletStore Store
    {
        get
        {
            ParticipantScope.ThrowIfInside();
            return BareStore;
        }
    }

    public async Task<Wallet> GetWalletAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        await Store.FindWalletAsync(walletId, cancellationToken).ConfigureAwait(false) ?? throw new WalletNotFoundException(walletId);

    public async Task<Wallet?> FindWalletAsync(string ownerId, string name = Wallet.DefaultName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ownerId);
        ArgumentNullException.ThrowIfNull(name);
        return await Store.FindWalletByNameAsync(ownerId, name, cancellationToken).ConfigureAwait(false);
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
        var found = await Store.ListWalletsAsync(ownerId, after, options.Limit, cancellationToken).ConfigureAwait(false);
        return new WalletPage { Wallets = found, NextCursor = found.HasMore ? WalletCursor.Write(ownerId, Pages.Last(found, "wallets", after).Name) : null };
    }

    public IAsyncEnumerable<Wallet> StreamWalletsAsync(string ownerId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ownerId);
        return Pages.StreamAsync(
            "",
            (after, token) => Store.ListWalletsAsync(ownerId, after.Length == 0 ? null : after, PageSize, token),
            static wallet => wallet.Name,
            static (name, before) => NameOrder.Instance.Compare(name, before) > 0,
            "wallets",
            cancellationToken);
    }

    public async Task<WalletBalance> GetBalanceAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        WalletBalance.Of(await GetWalletAsync(walletId, cancellationToken).ConfigureAwait(false));

    public async Task<TransactionPage> ListTransactionsAsync(WalletId walletId, HistoryOptions? options = null, CancellationToken cancellationToken = default)
    {
        ParticipantScope.ThrowIfInside();
        options ??= new HistoryOptions();
        ThrowIfMalformed(options);
        if (options.Basis == TimeBasis.Effective)
        {
            var from = options.Cursor is null ? null : EffectiveCursor.Read(options.Cursor, walletId, options.Order);
            var (transactions, goingOn) = await Effective.ReadAsync(walletId, options, from, cancellationToken).ConfigureAwait(false);
            return new TransactionPage { Transactions = transactions, NextCursor = goingOn?.Write(walletId, options.Order) };
        }

        long? after = options.Cursor is null ? null : HistoryCursor.Read(options.Cursor, walletId, options.Order);
        var found = await _history.ReadAsync(walletId, options, after, cancellationToken).ConfigureAwait(false);
        return new TransactionPage { Transactions = found.Transactions, NextCursor = found.Next is { } next ? HistoryCursor.Write(walletId, options.Order, next) : null };
    }

    public IAsyncEnumerable<WalletTransaction> StreamTransactionsAsync(
        WalletId walletId, HistoryOrder order = HistoryOrder.NewestFirst, HistoryFilter? filter = null, TimeBasis basis = TimeBasis.Recorded, CancellationToken cancellationToken = default)
    {
        ParticipantScope.ThrowIfInside();
        var options = new HistoryOptions { Limit = HistoryOptions.MaxLimit, Order = order, Filter = filter, Basis = basis };
        ThrowIfMalformed(options);
        return basis == TimeBasis.Effective ? Effective.StreamAsync(walletId, options, null, cancellationToken) : _history.StreamAsync(walletId, options, cancellationToken);
    }

    public async Task<WalletTransaction> GetTransactionAsync(TransactionId transactionId, CancellationToken cancellationToken = default) =>
        await Store.FindTransactionAsync(transactionId, cancellationToken).ConfigureAwait(false) ?? throw new TransactionNotFoundException(transactionId);

    public async Task<decimal> GetBalanceAsOfAsync(WalletId walletId, DateTimeOffset time, TimeBasis basis = TimeBasis.Recorded, CancellationToken cancellationToken = default)
    {
        ThrowIfUndefined(basis);
        if (basis == TimeBasis.Effective)
        {
            var wallet = await GetWalletAsync(walletId, cancellationToken).ConfigureAwait(false);
            return (await Effective.SumAsync(wallet, time, cancellationToken).ConfigureAwait(false)).ToUnits(wallet.Currency);
        }

        return await Store.FindTransactionAsOfAsync(walletId, time, cancellationToken).ConfigureAwait(false) is { Transaction: { } transaction }
            ? transaction.BalanceAfter
            : MinorUnits.ToDecimal(0, (await GetWalletAsync(walletId, cancellationToken).ConfigureAwait(false)).Currency.Exponent);
    }

    public async Task<WalletStatement> GetStatementAsync(
        WalletId walletId, DateTimeOffset since, DateTimeOffset until, TimeBasis basis = TimeBasis.Recorded, CancellationToken cancellationToken = default)
    {
        ThrowIfUndefined(basis);
        if (until < since)
        {
            throw new InvalidInputException("until", until, $"must not be before the start of the period, {since:O}");
        }

        var wallet = await GetWalletAsync(walletId, cancellationToken).ConfigureAwait(false);
        return basis == TimeBasis.Effective
            ? await Effective.GetStatementAsync(wallet, since, until, cancellationToken).ConfigureAwait(false)
            : await GetRecordedStatementAsync(wallet, since, until, cancellationToken).ConfigureAwait(false);
    }

    private async Task<WalletStatement> GetRecordedStatementAsync(Wallet wallet, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken)
    {
        // Transactions never change and time never runs back, so the two ends need not be read at once. The later end is read first. If it is not past yet, a
        // transaction that is recorded in between may still be from before the start, and must then not count as an entry.
        var walletId = wallet.Id;
        var (last, isFinal) = await _history.FindLastBeforeAsync(walletId, until, cancellationToken).ConfigureAwait(false);
        var before = isFinal && !(last?.CreatedAt >= since) ? last : (await _history.FindLastBeforeAsync(walletId, since, cancellationToken).ConfigureAwait(false)).Transaction;
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
            afterVersion, (after, token) => Store.ListEventsAsync(walletId, after, PageSize, token), static happened => happened.Version, static (version, before) => version > before, "events", cancellationToken);
        await foreach (var happened in events.ConfigureAwait(false))
        {
            yield return happened;
        }
    }

    public async Task<TrialBalance> GetTrialBalanceAsync(string? asOf = null, CancellationToken cancellationToken = default) =>
        await Store.ReadTotalsAsync(asOf, cancellationToken).ConfigureAwait(false) is { } totals
            ? totals.ToTrialBalance()
            : throw new InvalidInputException("asOf", asOf, "must be the place of an earlier trial balance of this store");

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

        ThrowIfUndefined(options.Basis);
        foreach (var type in HistoryReader.TypesOf(options.Filter))
        {
            if (!Enum.IsDefined(type))
            {
                throw new InvalidInputException("types", type, "must be types of transactions");
            }
        }
    }

    private static void ThrowIfUndefined(TimeBasis basis)
    {
        if (!Enum.IsDefined(basis))
        {
            throw new InvalidInputException("basis", basis, $"must be {TimeBasis.Recorded} or {TimeBasis.Effective}");
        }
    }

    // Each entry is the next one of the wallet; the statement has said how many there are. A read looks at a bounded number of entries of the journal.
    private async IAsyncEnumerable<WalletTransaction> ReadBetweenAsync(
        WalletId walletId, WalletTransaction? before, WalletTransaction? last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (version, sequence) = (before?.Version ?? 0, before?.Sequence ?? 0);
        while (sequence < (last?.Sequence ?? 0))
        {
            var through = Math.Min(last!.Version, version + HistoryReader.MostLookedAt);
            var range = new HistoryRange(walletId, HistoryOrder.OldestFirst, version, HistoryOptions.MaxLimit) { Through = through };
            var page = version < through ? await Store.ListTransactionsAsync(range, cancellationToken).ConfigureAwait(false) : throw Pages.Stuck("transactions", version);
            foreach (var transaction in page)
            {
                (version, sequence) = transaction.Sequence == sequence + 1 ? (transaction.Version, transaction.Sequence) : throw Pages.Stuck("transactions", version);
                yield return transaction;
            }

            version = !page.HasMore ? through : page.Count > 0 ? version : throw Pages.Stuck("transactions", version);
        }
    }
}
