namespace WalletKit.Stores;

/// <summary>
/// Where wallets are kept. A store loads what a batch reads, has <see cref="BatchExecution"/> ask the rules, and writes what that stages in
/// one transaction; it is right under any concurrency by itself, with no lock of its callers' needed.
/// </summary>
/// <remarks>
/// Every method opens the store if nobody has yet. What a store cannot do is a <see cref="WalletStoreException"/>. Wallets and holds are read as of the
/// clock: a hold whose time has run out holds nothing, recorded or not; see <see cref="Wallet.AsOf"/> and <see cref="Hold.AsOf"/>. A list is read in pages,
/// and no page is read further than to its end: <see cref="PageBuilder{T}"/> says where that is.
/// </remarks>
public interface IWalletStore : IAsyncDisposable
{
    /// <summary>The rebates that deposits earned.</summary>
    IRebateStore Rebates { get; }

    /// <summary>The books as they are kept, for an audit.</summary>
    IBookStore Books { get; }

    /// <summary>Opens the store: makes it if it is new, migrates it if it is older, and checks it. Opening twice does no harm.</summary>
    /// <exception cref="WalletStoreException">It cannot be opened; it was left as it was.</exception>
    ValueTask OpenAsync(CancellationToken cancellationToken = default);

    /// <summary>Commits a batch whole or not at all. When it returns, what it says is durable.</summary>
    /// <param name="batch">The commands.</param>
    /// <param name="cancellationToken">Honored until the batch is handed to the commit, never after.</param>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default);

    /// <summary>Finds a wallet by its id; null where there is none.</summary>
    ValueTask<Wallet?> FindWalletAsync(WalletId walletId, CancellationToken cancellationToken = default);

    /// <summary>Finds a wallet by its owner and name; null where there is none.</summary>
    ValueTask<Wallet?> FindWalletByNameAsync(string ownerId, string name, CancellationToken cancellationToken = default);

    /// <summary>A page of an owner's wallets, closed ones included, by name in the order of <see cref="NameOrder"/>; empty where there is none.</summary>
    /// <param name="ownerId">The owner.</param>
    /// <param name="after">The name to go on after, whether or not there is such a wallet; null to begin with the first.</param>
    /// <param name="limit">How many at most; one or more.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<Wallet>> ListWalletsAsync(string ownerId, string? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>A page of all wallets of the store by id, the bytes of an id compared one by one.</summary>
    /// <param name="after">The id to go on after, whether or not there is such a wallet; null to begin with the first.</param>
    /// <param name="limit">How many at most; one or more.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<Wallet>> ListAllWalletsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads wallets as they stand after every batch that was handed over before, so that what is decided on them does not meet a change that was
    /// under way already. One that does not exist is missing.
    /// </summary>
    ValueTask<IReadOnlyList<Wallet>> ReadLatestAsync(IReadOnlyList<WalletId> walletIds, CancellationToken cancellationToken = default);

    /// <summary>Finds a transaction; null where there is none.</summary>
    ValueTask<WalletTransaction?> FindTransactionAsync(TransactionId transactionId, CancellationToken cancellationToken = default);

    /// <summary>Finds the newest of a wallet's transactions at or before a time.</summary>
    /// <remarks>
    /// Where the wallet exists and the time is past, the answer is final. The wallet's own time tells that, where it is later. Otherwise a store waits for the commits
    /// that have read the clock and are not visible yet.
    /// </remarks>
    ValueTask<TransactionAsOf> FindTransactionAsOfAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken = default);

    /// <summary>Finds a hold as it stands now, one whose time has run out as expired; null where there is none.</summary>
    ValueTask<Hold?> FindHoldAsync(HoldId holdId, CancellationToken cancellationToken = default);

    /// <summary>A page of a wallet's open holds by number; those whose time has run out are none.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="after">The number to go on after; 0 to begin with the first.</param>
    /// <param name="limit">How many at most; one or more.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<Hold>> ListOpenHoldsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Wallets with holds that have expired, by the clock or because the wallet has ended them, and whose expiry is not recorded yet; those first that have waited longest.</summary>
    ValueTask<IReadOnlyList<WalletId>> ListExpiringWalletsAsync(int limit, CancellationToken cancellationToken = default);

    /// <summary>A page of a wallet's events, the oldest first.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="after">The version to go on after; 0 to begin with the first event.</param>
    /// <param name="limit">How many at most; one or more.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<WalletEvent>> ListEventsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Reports what the store makes of its clock, and which wallets are ahead of it, at a bounded cost. Optional.</summary>
    ValueTask<ClockReport> CheckClockAsync(CancellationToken cancellationToken = default) => new(new ClockReport());

    /// <summary>A page of a wallet's transactions; empty where there are none, or no such wallet.</summary>
    ValueTask<Page<WalletTransaction>> ListTransactionsAsync(HistoryRange range, CancellationToken cancellationToken = default);
}
