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

    /// <summary>Reads a page of an owner's wallets, closed ones included, by name. Found by key, so a deep page costs no more than the first.</summary>
    /// <param name="ownerId">The owner.</param>
    /// <param name="options">Limit and cursor; null for the first 50.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The page; empty where the owner has no wallet. It ends early where its texts come to 1 MiB.</returns>
    /// <exception cref="InvalidInputException">The limit is out of range, or the cursor is not one of this owner's wallets.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<WalletPage> ListWalletsAsync(string ownerId, WalletListOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Streams all wallets of an owner, closed ones included, by name: page by page as they are enumerated, so that no read stays open in between.</summary>
    /// <exception cref="WalletStoreException">The store could not do its work, or the list does not go on.</exception>
    IAsyncEnumerable<Wallet> StreamWalletsAsync(string ownerId, CancellationToken cancellationToken = default);

    /// <summary>Reads what a wallet holds, from one snapshot.</summary>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<WalletBalance> GetBalanceAsync(WalletId walletId, CancellationToken cancellationToken = default);

    /// <summary>The balance as it stood at a time, in units; 0 before the first transaction.</summary>
    /// <remarks>
    /// Where the time is past, the answer is final: no later commit changes it. For a time that is not past yet, the answer is the balance at the moment of the call.
    /// </remarks>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<decimal> GetBalanceAsOfAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken = default);

    /// <summary>What happened to the balance in a period: opening balance, entries, closing balance.</summary>
    /// <remarks>
    /// Where the period has ended, the statement is final, and <see cref="WalletStatement.IsFinal"/> says so. Otherwise it has the entries at the moment of the call.
    /// </remarks>
    /// <param name="walletId">The wallet.</param>
    /// <param name="since">The start of the period, which is included.</param>
    /// <param name="until">Its end, which is not; not before the start.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="InvalidInputException">The end is before the start.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<WalletStatement> GetStatementAsync(WalletId walletId, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken = default);

    /// <summary>Reads a transaction.</summary>
    /// <exception cref="TransactionNotFoundException">There is no such transaction.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<WalletTransaction> GetTransactionAsync(TransactionId transactionId, CancellationToken cancellationToken = default);

    /// <summary>Reads a wallet's changes of state, the oldest first, page by page as they are enumerated.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="afterVersion">The version to go on after; 0 to begin with the first.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    IAsyncEnumerable<WalletEvent> StreamEventsAsync(WalletId walletId, long afterVersion = 0, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads a page of a wallet's history. Found by key, so a deep page costs no more than the first. It ends early where its texts come to 1 MiB: the cursor says whether there is more.
    /// </summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="options">Limit, order, cursor, filter; null for the 50 newest.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="InvalidInputException">The limit is out of range, or the cursor is not one of this wallet and order.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<TransactionPage> ListTransactionsAsync(WalletId walletId, HistoryOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Reads a wallet's whole history, page by page as it is enumerated, so that no read stays open in between.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="order">Which end comes first.</param>
    /// <param name="filter">Which transactions are wanted; null for all.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work, or the history does not go on.</exception>
    IAsyncEnumerable<WalletTransaction> StreamTransactionsAsync(WalletId walletId, HistoryOrder order = HistoryOrder.NewestFirst, HistoryFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Reads a hold as it stands now.</summary>
    /// <exception cref="HoldNotFoundException">There is no such hold.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<Hold> GetHoldAsync(HoldId holdId, CancellationToken cancellationToken = default);

    /// <summary>Reads a wallet's open holds, those placed first first, page by page as they are enumerated.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="afterNumber">The number of the hold to go on after; 0 to begin with the first.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    IAsyncEnumerable<Hold> StreamOpenHoldsAsync(WalletId walletId, long afterNumber = 0, CancellationToken cancellationToken = default);
}
