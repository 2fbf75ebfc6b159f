using System.Data.Common;

namespace WalletKit;

/// <summary>The entry point of WalletKit: opens wallets, moves money, and reads.</summary>
/// <remarks>
/// All members may be called from any number of threads and hosts at once. A refusal is a <see cref="WalletException"/>, and changed nothing. A call that
/// returned is as durable as its store. A cancellation is honored until the command is handed to the commit, never after. If it is not clear whether a call
/// took effect, a repetition with the same idempotency key settles the question. Each call that changes wallets is refused with
/// <see cref="AmbientTransactionException"/> inside a <see cref="System.Transactions.TransactionScope"/>.
/// </remarks>
public partial interface IWalletService : IWalletOperations, IWalletReader
{
    /// <summary>Returns the operations in a transaction of the host.</summary>
    /// <remarks>
    /// The rows of the host and the change of the wallets are one commit, which the host makes. The same rules hold. A call neither waits in the queue of the store nor is tried again, and commits nothing: its receipt is true once the host commits. A refusal leaves
    /// the transaction usable and as it was. Wallets, and on SQLite the whole file, stay locked until the transaction ends. One thread at a time uses the transaction and these
    /// operations. Reads of this service do not see the transaction. A call of this service itself would wait for the transaction.
    /// </remarks>
    /// <param name="transaction">
    /// The transaction, in the database of the wallets. On SQLite a <c>SqliteTransaction</c> that is not deferred, on a connection that is as durable as the store and checks
    /// references.
    /// </param>
    /// <exception cref="InvalidInputException">The store works in no transaction of the host. Each operation throws it where it cannot work in this one.</exception>
#pragma warning disable CA1716 // A reserved word of Visual Basic, which can write it in brackets.
    IWalletOperations In(DbTransaction transaction);
#pragma warning restore CA1716

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
