namespace WalletKit;

/// <summary>
/// The entry point: opens wallets, moves money, and reads. Safe to call from any number of threads and hosts at once.
/// </summary>
/// <remarks>
/// A refusal is a <see cref="WalletException"/>, and changed nothing. A call that returned is as durable as its store. A cancellation is
/// honored until the command is handed to the commit, never after; where it is not clear whether a call took effect, repeating it with the
/// same idempotency key settles the question.
/// </remarks>
public partial interface IWalletService : IWalletReader
{
    /// <summary>Opens a wallet with balance 0, or returns the one that stands under the same owner and name.</summary>
    /// <param name="ownerId">Whose wallet it is: the host's own opaque text, 1 to 200 characters.</param>
    /// <param name="currency">
    /// A code of ISO 4217, of a declared currency, or of the wallet that stands; upper case. A wallet that stands keeps the decimals that its currency
    /// had when it was opened, whatever is declared now.
    /// </param>
    /// <param name="name">Which of the owner's wallets it is, 1 to 200 characters.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="UnknownCurrencyException">There is no such currency, and no such wallet in it.</exception>
    /// <exception cref="CurrencyMismatchException">The wallet stands already, in another currency.</exception>
    /// <exception cref="TooManyWalletsException">The owner has as many wallets that are not closed as <see cref="WalletKitOptions.MaxWalletsPerOwner"/>.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<OpenReceipt> OpenAsync(string ownerId, string currency, string name = Wallet.DefaultName, CancellationToken cancellationToken = default);

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
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<TransactionReceipt> DepositAsync(WalletId walletId, decimal amount, DepositOptions? options = null, CancellationToken cancellationToken = default);

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
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<TransactionReceipt> WithdrawAsync(WalletId walletId, decimal amount, WithdrawOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Moves money to another wallet: both legs are there or neither.</summary>
    /// <param name="source">The wallet that the money leaves; idempotency key and expected version are its own.</param>
    /// <param name="destination">The wallet that it goes to; another one.</param>
    /// <param name="amount">How much leaves, in units of the source's currency: more than zero, with no more decimals than the currency has.</param>
    /// <param name="options">Idempotency key, expected version, currency, reference, metadata; between currencies a rate or the target amount; whether the owner asks for it. Null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidAmountException">The amount breaks its rule, is worth nothing at the rate, or is less than an owner may transfer.</exception>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="IdempotencyConflictException">The key stands for other content.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallet has another version than the expected one.</exception>
    /// <exception cref="WalletClosedException">The wallet is closed.</exception>
    /// <exception cref="WalletFrozenException">The source is frozen.</exception>
    /// <exception cref="CurrencyMismatchException">The wallets keep two currencies, and there is neither a rate nor a target amount nor an <see cref="IExchangeRateProvider"/> that has one.</exception>
    /// <exception cref="TransferNotAllowedException">The owner asks for it, and an <see cref="ITransferPolicy"/> does not allow it.</exception>
    /// <exception cref="ExchangeRateUnavailableException">The <see cref="IExchangeRateProvider"/> failed.</exception>
    /// <exception cref="InsufficientFundsException">Less is available.</exception>
    /// <exception cref="BalanceOutOfRangeException">The destination's balance would pass the 64-bit range of minor units.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<TransferReceipt> TransferAsync(WalletId source, WalletId destination, decimal amount, TransferOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes back a transaction in full by new ones: of a transfer both legs; of a deposit the rebate as well, which is cancelled if it is pending and
    /// taken back if it was paid. Once per transaction, and never a reversal.
    /// </summary>
    /// <param name="transactionId">The transaction; of a transfer either leg.</param>
    /// <param name="options">Idempotency key, expected version, currency, reference, metadata, whether it may overdraw; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="IdempotencyConflictException">The key stands for other content.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="TransactionNotFoundException">There is no such transaction.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallet has another version than the expected one.</exception>
    /// <exception cref="WalletClosedException">The wallet, or the one of the other leg, is closed.</exception>
    /// <exception cref="WalletFrozenException">A wallet that it would debit is frozen.</exception>
    /// <exception cref="NotReversibleException">The transaction is a reversal.</exception>
    /// <exception cref="AlreadyReversedException">It was reversed before.</exception>
    /// <exception cref="InsufficientFundsException">The money is no longer there.</exception>
    /// <exception cref="BalanceOutOfRangeException">A balance would pass the 64-bit range of minor units.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<ReversalReceipt> ReverseAsync(TransactionId transactionId, ReversalOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Commits commands together: all or none, in order, each seeing the ones before it. The one way without exceptions for refusals: the result says
    /// which command was refused and why.
    /// </summary>
    /// <param name="commands">1 to 1,000 commands.</param>
    /// <param name="options">An idempotency key for all of it; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidInputException">There are none or too many, or one is the library's own.</exception>
    /// <exception cref="ExchangeRateUnavailableException">The <see cref="IExchangeRateProvider"/> failed.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<BatchResult> ExecuteAsync(IReadOnlyCollection<WalletCommand> commands, BatchOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Commits independent commands as fast as the store can, each by itself, with a bounded number under way. Commands of one wallet are done in their order. A transfer, or
    /// the reversal of one, waits for the earlier commands of both its wallets, and the later ones of both wait for it; commands of other wallets go on.
    /// Where it fails or is given up, what was under way may be done: repeat it with a key on each command.
    /// </summary>
    /// <param name="commands">The commands; read as room comes free.</param>
    /// <param name="options">How many are under way at once, and whom to tell; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the import.</param>
    /// <returns>
    /// A result for each command, in order, handed out when the next command is read or the input ends: an input must not wait for the result of what it gave.
    /// </returns>
    /// <exception cref="InvalidInputException">A setting is out of range, or a command is the library's own.</exception>
    /// <exception cref="ExchangeRateUnavailableException">The <see cref="IExchangeRateProvider"/> failed.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    IAsyncEnumerable<ImportResult> ImportAsync(IAsyncEnumerable<WalletCommand> commands, ImportOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Pessimistic: holds wallets, has the host's own code decide on them as they stand, and commits what it decided in one batch. Calls of this service wait
    /// meanwhile; where somebody else changes a wallet (another process, a rebate that is paid, an import, the other leg of a reversal), the decision is asked for again.
    /// </summary>
    /// <param name="walletIds">The wallets, at least one.</param>
    /// <param name="decide">
    /// Reads the section's wallets and adds commands. It may be asked several times, and it must not call what changes wallets. It begins on a thread of the library's own, in the
    /// caller's <see cref="ExecutionContext"/>.
    /// </param>
    /// <param name="options">How often and how long it is asked; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up the wait, the decision, and the call before the commit.</param>
    /// <returns>A result for each command that was added.</returns>
    /// <exception cref="InvalidInputException">No wallet is named, or a setting is out of range.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="WalletException">One of the commands was refused, for its reason; nothing was changed.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallets changed under each attempt.</exception>
    /// <exception cref="TimeoutException">The decision took too long, or blocked its thread for too long; nothing was changed, and the wallets were let go.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<IReadOnlyList<CommandResult>> ExecuteLockedAsync(
        IReadOnlyCollection<WalletId> walletIds, Func<WalletSection, CancellationToken, Task> decide, SectionOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Optimistic: the same without holding the wallets. Whoever changes one of them between the reading and the commit makes the decision be asked for again.
    /// </summary>
    /// <inheritdoc cref="ExecuteLockedAsync"/>
    Task<IReadOnlyList<CommandResult>> ExecuteOptimisticAsync(
        IReadOnlyCollection<WalletId> walletIds, Func<WalletSection, CancellationToken, Task> decide, SectionOptions? options = null, CancellationToken cancellationToken = default);
}
