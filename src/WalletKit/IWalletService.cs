namespace WalletKit;

/// <summary>
/// The entry point: opens wallets, moves money, and reads. Safe to call from any number of threads and hosts at once.
/// </summary>
/// <remarks>
/// A refusal is a <see cref="WalletException"/>, and changed nothing. A call that returned is as durable as its store. A cancellation is
/// honored until the command is handed to the commit, never after; where it is not clear whether a call took effect, repeating it with the
/// same idempotency key settles the question.
/// </remarks>
public interface IWalletService
{
    /// <summary>Opens a wallet with balance 0, or returns the one that stands under the same owner and name.</summary>
    /// <param name="ownerId">Whose wallet it is: the host's own opaque text, 1 to 200 characters.</param>
    /// <param name="currency">A code of ISO 4217, or of a declared currency; upper case.</param>
    /// <param name="name">Which of the owner's wallets it is, 1 to 200 characters.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="UnknownCurrencyException">There is no such currency.</exception>
    /// <exception cref="CurrencyMismatchException">The wallet stands already, in another currency.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<Wallet> OpenAsync(string ownerId, string currency, string name = Wallet.DefaultName, CancellationToken cancellationToken = default);

    /// <summary>Adds money to a wallet. Where rebates are on, the rebate it earns is recorded in the same commit and paid in the background.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="amount">How much, in units: more than zero, with no more decimals than the currency has.</param>
    /// <param name="options">Idempotency key, expected version, currency, reference, metadata; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidAmountException">The amount breaks its rule; nothing is rounded.</exception>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="IdempotencyConflictException">The key stands for other content.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallet has another version than the expected one.</exception>
    /// <exception cref="WalletClosedException">The wallet is closed.</exception>
    /// <exception cref="CurrencyMismatchException">The wallet keeps another currency than the one named.</exception>
    /// <exception cref="BalanceOutOfRangeException">The balance would pass the 64-bit range of minor units.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<TransactionReceipt> DepositAsync(WalletId walletId, decimal amount, TransactionOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Takes money out of a wallet, if as much is available.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="amount">How much, in units: more than zero, with no more decimals than the currency has.</param>
    /// <param name="options">Idempotency key, expected version, currency, reference, metadata; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidAmountException">The amount breaks its rule; nothing is rounded.</exception>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="IdempotencyConflictException">The key stands for other content.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallet has another version than the expected one.</exception>
    /// <exception cref="WalletClosedException">The wallet is closed.</exception>
    /// <exception cref="WalletFrozenException">The wallet is frozen.</exception>
    /// <exception cref="CurrencyMismatchException">The wallet keeps another currency than the one named.</exception>
    /// <exception cref="InsufficientFundsException">Less is available.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<TransactionReceipt> WithdrawAsync(WalletId walletId, decimal amount, TransactionOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Reads a wallet.</summary>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<Wallet> GetWalletAsync(WalletId walletId, CancellationToken cancellationToken = default);

    /// <summary>Finds a wallet by its owner and name; null where there is none.</summary>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<Wallet?> FindWalletAsync(string ownerId, string name = Wallet.DefaultName, CancellationToken cancellationToken = default);

    /// <summary>All wallets of an owner, by name in ordinal order; empty where there is none.</summary>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<IReadOnlyList<Wallet>> ListWalletsAsync(string ownerId, CancellationToken cancellationToken = default);

    /// <summary>Reads what a wallet holds, from one snapshot.</summary>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<WalletBalance> GetBalanceAsync(WalletId walletId, CancellationToken cancellationToken = default);

    /// <summary>Reads a page of a wallet's history. Found by key, so a deep page costs no more than the first.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="options">Limit, order, cursor; null for the 50 newest.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="InvalidInputException">The limit is out of range, or the cursor is not one of this wallet and order.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<TransactionPage> GetTransactionsAsync(WalletId walletId, HistoryOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Reads a wallet's whole history, page by page as it is enumerated, so that no read stays open in between.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="order">Which end comes first.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    IAsyncEnumerable<WalletTransaction> ReadTransactionsAsync(WalletId walletId, HistoryOrder order = HistoryOrder.NewestFirst, CancellationToken cancellationToken = default);
}
