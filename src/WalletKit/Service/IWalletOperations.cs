namespace WalletKit;

/// <summary>The calls that change wallets, by themselves or in a transaction of the host.</summary>
/// <remarks>
/// <see cref="IWalletService"/> makes each call a commit of its own. The operations that <see cref="IWalletService.In"/> returns work in a transaction of the host, and stand
/// once the host commits it. A refusal is a <see cref="WalletException"/>, and changed nothing.
/// </remarks>
public partial interface IWalletOperations
{
    /// <summary>Opens a wallet with balance 0, or returns the existing wallet under the same owner and name.</summary>
    /// <param name="ownerId">The owner of the wallet: the host's own opaque text, 1 to 200 characters.</param>
    /// <param name="currency">
    /// The code of the currency, upper case: of ISO 4217, of a declared currency, or of the existing wallet. An existing wallet keeps the decimals that its
    /// currency had when it was opened, whatever is declared now.
    /// </param>
    /// <param name="name">The name of the wallet among the owner's wallets, 1 to 200 characters.</param>
    /// <param name="options">The options; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="UnknownCurrencyException">There is no such currency, and no such wallet in it.</exception>
    /// <exception cref="CurrencyMismatchException">The wallet exists already, in another currency.</exception>
    /// <exception cref="TooManyWalletsException">The owner has as many wallets that are not closed as <see cref="WalletKitOptions.MaxWalletsPerOwner"/>.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<OpenReceipt> OpenAsync(string ownerId, string currency, string name = Wallet.DefaultName, OpenOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Adds money to a wallet.</summary>
    /// <remarks>Where rebates are on, the deposit's rebate is recorded in the same commit and paid in the background.</remarks>
    /// <param name="walletId">The wallet.</param>
    /// <param name="amount">The amount, in units: more than zero, with no more decimals than the currency has.</param>
    /// <param name="options">Idempotency key, expected version, currency, reference, metadata; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidAmountException">The amount breaks its rule; nothing is rounded.</exception>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="IdempotencyConflictException">The key was used with other content.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallet has another version than the expected one.</exception>
    /// <exception cref="WalletClosedException">The wallet is closed.</exception>
    /// <exception cref="CurrencyMismatchException">The wallet has another currency than the named one.</exception>
    /// <exception cref="BalanceOutOfRangeException">The balance would pass the 64-bit range of minor units.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<TransactionReceipt> DepositAsync(WalletId walletId, decimal amount, DepositOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Takes money out of a wallet, if as much is available.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="amount">The amount, in units: more than zero, with no more decimals than the currency has.</param>
    /// <param name="options">Idempotency key, expected version, currency, reference, metadata; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidAmountException">The amount breaks its rule; nothing is rounded.</exception>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="IdempotencyConflictException">The key was used with other content.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallet has another version than the expected one.</exception>
    /// <exception cref="WalletClosedException">The wallet is closed.</exception>
    /// <exception cref="WalletFrozenException">The wallet is frozen.</exception>
    /// <exception cref="CurrencyMismatchException">The wallet has another currency than the named one.</exception>
    /// <exception cref="InsufficientFundsException">The available balance is less than the amount.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<TransactionReceipt> WithdrawAsync(WalletId walletId, decimal amount, WithdrawOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Moves money to another wallet. Both legs are recorded, or neither.</summary>
    /// <param name="source">The wallet that the money leaves. Idempotency key and expected version are those of this wallet.</param>
    /// <param name="destination">The wallet that receives the money; not the source.</param>
    /// <param name="amount">The amount that leaves, in units of the source's currency: more than zero, with no more decimals than the currency has.</param>
    /// <param name="options">
    /// Idempotency key, expected version, currency, reference, metadata; between currencies a rate or the target amount; whether the owner asks for the transfer.
    /// Null for none.
    /// </param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidAmountException">The amount breaks its rule, is worth nothing at the rate, or is less than an owner may transfer.</exception>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="IdempotencyConflictException">The key was used with other content.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallet has another version than the expected one.</exception>
    /// <exception cref="WalletClosedException">The wallet is closed.</exception>
    /// <exception cref="WalletFrozenException">The source is frozen.</exception>
    /// <exception cref="CurrencyMismatchException">
    /// The wallets have two currencies, and there is neither a rate nor a target amount nor an <see cref="IExchangeRateProvider"/> that has one.
    /// </exception>
    /// <exception cref="TransferNotAllowedException">The owner asks for the transfer, and an <see cref="ITransferPolicy"/> does not allow it.</exception>
    /// <exception cref="ExchangeRateUnavailableException">The <see cref="IExchangeRateProvider"/> failed.</exception>
    /// <exception cref="InsufficientFundsException">The available balance is less than the amount.</exception>
    /// <exception cref="BalanceOutOfRangeException">The destination's balance would pass the 64-bit range of minor units.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<TransferReceipt> TransferAsync(WalletId source, WalletId destination, decimal amount, TransferOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Takes back a transaction in full by new transactions.</summary>
    /// <remarks>
    /// For a transfer, both legs are taken back. For a deposit, the rebate is taken back as well if it was paid, and is canceled if it is pending. A transaction
    /// can be reversed once, and a reversal cannot be reversed.
    /// </remarks>
    /// <param name="transactionId">The transaction; either leg of a transfer.</param>
    /// <param name="options">Idempotency key, expected version, currency, reference, metadata, whether the reversal may overdraw; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="IdempotencyConflictException">The key was used with other content.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="TransactionNotFoundException">There is no such transaction.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallet has another version than the expected one.</exception>
    /// <exception cref="WalletClosedException">The wallet, or the wallet of the other leg, is closed.</exception>
    /// <exception cref="WalletFrozenException">A wallet that the reversal would debit is frozen.</exception>
    /// <exception cref="NotReversibleException">The transaction is a reversal.</exception>
    /// <exception cref="AlreadyReversedException">The transaction was reversed before.</exception>
    /// <exception cref="InsufficientFundsException">The money is no longer available.</exception>
    /// <exception cref="BalanceOutOfRangeException">A balance would pass the 64-bit range of minor units.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<ReversalReceipt> ReverseAsync(TransactionId transactionId, ReversalOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Commits commands together: all or none, in order.</summary>
    /// <remarks>
    /// Each command sees the changes of the commands before it. This is the only call that does not throw refusals: the result says which command was refused and
    /// why.
    /// </remarks>
    /// <param name="commands">The commands, 1 to 1,000.</param>
    /// <param name="options">An idempotency key and an actor for the whole batch; null for neither.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidInputException">There are no commands or too many, or a command is the library's own.</exception>
    /// <exception cref="ExchangeRateUnavailableException">The <see cref="IExchangeRateProvider"/> failed.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<BatchResult> ExecuteAsync(IReadOnlyCollection<WalletCommand> commands, BatchOptions? options = null, CancellationToken cancellationToken = default);
}
