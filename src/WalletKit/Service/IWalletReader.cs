namespace WalletKit;

/// <summary>Reads wallets. It is the reading half of <see cref="IWalletService"/>, for code that must not move money.</summary>
public interface IWalletReader
{
    /// <summary>Reads a wallet.</summary>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<Wallet> GetWalletAsync(WalletId walletId, CancellationToken cancellationToken = default);

    /// <summary>Finds a wallet by its owner and name; null where there is none.</summary>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<Wallet?> FindWalletAsync(string ownerId, string name = Wallet.DefaultName, CancellationToken cancellationToken = default);

    /// <summary>Reads a page of an owner's wallets, closed ones included, by name.</summary>
    /// <remarks>A page is found by key, so a deep page costs no more than the first. It ends early where its texts reach 1 MiB.</remarks>
    /// <param name="ownerId">The owner.</param>
    /// <param name="options">The limit and the cursor; null for the first 50 wallets.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The page; empty where the owner has no wallet.</returns>
    /// <exception cref="InvalidInputException">The limit is out of range, or the cursor is not one of this owner's wallets.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<WalletPage> ListWalletsAsync(string ownerId, WalletListOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Streams all wallets of an owner, closed ones included, by name.</summary>
    /// <remarks>The wallets are read page by page as they are enumerated, so that no read stays open in between.</remarks>
    /// <exception cref="WalletStoreException">The store could not do its work, or the list does not continue.</exception>
    IAsyncEnumerable<Wallet> StreamWalletsAsync(string ownerId, CancellationToken cancellationToken = default);

    /// <summary>Reads the amounts of a wallet, from one snapshot.</summary>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<WalletBalance> GetBalanceAsync(WalletId walletId, CancellationToken cancellationToken = default);

    /// <summary>Calculates the balance at a time, in units; 0 before the first transaction.</summary>
    /// <remarks>
    /// For a time that is not past yet, the answer is the balance at the moment of the call. If the time is past, the answer by recorded time is final: no later commit
    /// changes it. The answer by effective time is never final, because a later transaction may have an earlier value date. It has the transactions that were recorded
    /// by then, and the back-dated ones that were recorded later; the cost grows with the number of these. It may be below zero, and past the range of a balance.
    /// </remarks>
    /// <param name="walletId">The wallet.</param>
    /// <param name="time">The time, which is included.</param>
    /// <param name="basis">The time by which transactions count.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="InvalidInputException">The basis is not defined.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<decimal> GetBalanceAsOfAsync(WalletId walletId, DateTimeOffset time, TimeBasis basis = TimeBasis.Recorded, CancellationToken cancellationToken = default);

    /// <summary>Makes a statement of the balance in a period: opening balance, entries, closing balance.</summary>
    /// <remarks>
    /// If the period has ended, the statement by recorded time is final, and <see cref="WalletStatement.IsFinal"/> says so. Otherwise it has the entries at the moment of
    /// the call. A statement by effective time is never final.
    /// </remarks>
    /// <param name="walletId">The wallet.</param>
    /// <param name="since">The start of the period, which is included.</param>
    /// <param name="until">The end of the period, which is excluded; not before the start.</param>
    /// <param name="basis">The time by which transactions are in the period, and that gives the order of the entries.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="InvalidInputException">The end is before the start, or the basis is not defined.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<WalletStatement> GetStatementAsync(WalletId walletId, DateTimeOffset since, DateTimeOffset until, TimeBasis basis = TimeBasis.Recorded, CancellationToken cancellationToken = default);

    /// <summary>Reads a transaction.</summary>
    /// <exception cref="TransactionNotFoundException">There is no such transaction.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<WalletTransaction> GetTransactionAsync(TransactionId transactionId, CancellationToken cancellationToken = default);

    /// <summary>Streams a wallet's changes of state, the oldest first, page by page as they are enumerated.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="afterVersion">The version after which reading begins; 0 for the beginning.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    IAsyncEnumerable<WalletEvent> StreamEventsAsync(WalletId walletId, long afterVersion = 0, CancellationToken cancellationToken = default);

    /// <summary>Reads a page of a wallet's history.</summary>
    /// <remarks>
    /// A page is found by key, so a deep page costs no more than the first. It ends early where its texts reach 1 MiB, and where it has looked at 10,000
    /// transactions for the types of the filter. So a page may be short or empty and still have a cursor: only the cursor says whether the history goes on.
    /// </remarks>
    /// <param name="walletId">The wallet.</param>
    /// <param name="options">The limit, order, cursor and filter; null for the 50 newest transactions.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="InvalidInputException">The limit is out of range, or the cursor is not one of this wallet, order and basis.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<TransactionPage> ListTransactionsAsync(WalletId walletId, HistoryOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Streams a wallet's whole history.</summary>
    /// <remarks>
    /// The transactions are read page by page as they are enumerated, so that no read stays open in between. The stream goes on over pages in which the filter
    /// finds nothing, and can be canceled between them.
    /// </remarks>
    /// <param name="walletId">The wallet.</param>
    /// <param name="order">The order of the transactions.</param>
    /// <param name="filter">The conditions for the transactions; null for all.</param>
    /// <param name="basis">The time that gives the order, and that the period of the filter is about.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work, or the history does not continue.</exception>
    IAsyncEnumerable<WalletTransaction> StreamTransactionsAsync(WalletId walletId, HistoryOrder order = HistoryOrder.NewestFirst, HistoryFilter? filter = null, TimeBasis basis = TimeBasis.Recorded, CancellationToken cancellationToken = default);

    /// <summary>Calculates the totals of all wallets and of all accounts outside of them, in each currency.</summary>
    /// <remarks>
    /// A trial balance of now has every commit whose call has returned. Each commit is in it whole or not at all. Keep its
    /// <see cref="TrialBalance.Place"/> to ask for the same totals again, at any later time.
    /// </remarks>
    /// <param name="asOf">The place of an earlier trial balance of the same store; null for now.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="InvalidInputException">The place is not one of an earlier trial balance of this store.</exception>
    /// <exception cref="NotSupportedException">The store does not declare <see cref="Stores.StoreFeatures.Totals"/>.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<TrialBalance> GetTrialBalanceAsync(string? asOf = null, CancellationToken cancellationToken = default);

    /// <summary>Reads a hold in its present state.</summary>
    /// <exception cref="HoldNotFoundException">There is no such hold.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<Hold> GetHoldAsync(HoldId holdId, CancellationToken cancellationToken = default);

    /// <summary>Streams a wallet's open holds in the order of their placing, page by page as they are enumerated.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="afterNumber">The number of the hold after which reading begins; 0 for the beginning.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    IAsyncEnumerable<Hold> StreamOpenHoldsAsync(WalletId walletId, long afterNumber = 0, CancellationToken cancellationToken = default);
}
