namespace WalletKit;

/// <summary>The entry point of WalletKit: opens wallets, moves money, and reads.</summary>
/// <remarks>
/// All members may be called from any number of threads and hosts at once. A refusal is a <see cref="WalletException"/>, and changed nothing. A call that
/// returned is as durable as its store. A cancellation is honored until the command is handed to the commit, never after. If it is not clear whether a call
/// took effect, a repetition with the same idempotency key settles the question. Each call that changes wallets is refused with
/// <see cref="AmbientTransactionException"/> inside a <see cref="System.Transactions.TransactionScope"/>.
/// </remarks>
public partial interface IWalletService : IWalletReader
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

    /// <summary>Commits independent commands, each by itself, as fast as the store can.</summary>
    /// <remarks>
    /// A bounded number of commands is under way at once. Commands of one wallet are done in their order. A transfer, or the reversal of one, waits for the
    /// earlier commands of both its wallets, and the later commands of both wait for it; commands of other wallets go on. If the import fails or is given up, the
    /// commands under way may have been done: repeat the import with a key on each command.
    /// </remarks>
    /// <param name="commands">The commands; a command is read when there is room for it.</param>
    /// <param name="options">The number of commands under way at once, and the receiver of progress reports; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the import.</param>
    /// <returns>
    /// A result for each command, in order. A result is returned when the next command is read or the input ends, so an input must not wait for the result of a
    /// command that it gave.
    /// </returns>
    /// <exception cref="InvalidInputException">A setting is out of range, or a command is the library's own.</exception>
    /// <exception cref="ExchangeRateUnavailableException">The <see cref="IExchangeRateProvider"/> failed.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    IAsyncEnumerable<ImportResult> ImportAsync(IAsyncEnumerable<WalletCommand> commands, ImportOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Locks wallets, runs the host's own decision on them, and commits its commands in one batch.</summary>
    /// <remarks>
    /// This is the pessimistic section. Other calls of this service wait meanwhile. If a wallet is nevertheless changed, by another process, the payment of a
    /// rebate, an import, or the other leg of a reversal, the decision is asked for again.
    /// </remarks>
    /// <param name="walletIds">The wallets, at least one.</param>
    /// <param name="decide">
    /// Reads the section's wallets and adds commands. It may be called several times, and it must not make calls that change wallets. It begins on a thread of the
    /// library's own, in the caller's <see cref="ExecutionContext"/>.
    /// </param>
    /// <param name="options">The number and duration of attempts, and the actor; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up the wait, the decision, and the call before the commit.</param>
    /// <returns>A result for each command that was added.</returns>
    /// <exception cref="InvalidInputException">No wallet is named, or a setting is out of range.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="WalletException">A command was refused, for the reason of the exception; nothing was changed.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallets changed during each attempt.</exception>
    /// <exception cref="TimeoutException">The decision took too long, or blocked its thread for too long; nothing was changed, and the wallets were unlocked.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<IReadOnlyList<CommandResult>> ExecuteLockedAsync(
        IReadOnlyCollection<WalletId> walletIds, Func<WalletSection, CancellationToken, Task> decide, SectionOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Runs the host's own decision on wallets without locking them, and commits its commands in one batch.</summary>
    /// <remarks>
    /// This is the optimistic section. If a wallet changes between the reading and the commit, the decision is asked for again. Parameters and exceptions are those
    /// of <see cref="ExecuteLockedAsync"/>.
    /// </remarks>
    /// <inheritdoc cref="ExecuteLockedAsync"/>
    Task<IReadOnlyList<CommandResult>> ExecuteOptimisticAsync(
        IReadOnlyCollection<WalletId> walletIds, Func<WalletSection, CancellationToken, Task> decide, SectionOptions? options = null, CancellationToken cancellationToken = default);
}
