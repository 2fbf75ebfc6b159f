using System.Data.Common;

namespace WalletKit.Stores;

/// <summary>A store of wallets.</summary>
/// <remarks>
/// A store loads the rows that a batch reads, has <see cref="BatchExecution"/> ask the rules, and writes the staged changes in one transaction.
/// A store is correct under any concurrency by itself and needs no lock of its callers. A class that is a store derives from <see cref="WalletStore"/>, so
/// that members which a later release adds here have a default.
/// Every method opens the store if it is not open yet, and throws a <see cref="WalletStoreException"/> if the store cannot do its work. Wallets and
/// holds are read as of the clock: a hold whose time has run out holds nothing, even if its expiry is not recorded; see <see cref="Wallet.AsOf"/> and
/// <see cref="Hold.AsOf"/>. A list is read in pages, and no page is read beyond its end, which <see cref="PageBuilder{T}"/> determines.
/// </remarks>
public interface IWalletStore : IAsyncDisposable
{
    /// <summary>Gets the optional features that the store has; they never change.</summary>
    StoreFeatures Features { get; }

    /// <summary>Gets the rebates that deposits earned.</summary>
    /// <exception cref="NotSupportedException">The store does not declare <see cref="StoreFeatures.Rebates"/>.</exception>
    IRebateStore Rebates { get; }

    /// <summary>Gets the books of the store, for an audit.</summary>
    /// <exception cref="NotSupportedException">The store does not declare <see cref="StoreFeatures.Books"/>.</exception>
    IBookStore Books { get; }

    /// <summary>Opens the store: makes it if it is new, migrates it if it is older, and checks it. Opening twice does no harm.</summary>
    /// <exception cref="WalletStoreException">The store cannot be opened. It was left unchanged.</exception>
    ValueTask OpenAsync(CancellationToken cancellationToken = default);

    /// <summary>Commits a batch whole or not at all. When the method returns, the result is durable.</summary>
    /// <param name="batch">The commands.</param>
    /// <param name="cancellationToken">Honored until the batch is handed to the commit, never after.</param>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default);

    /// <summary>Executes a batch in a transaction of the host, whole or not at all. The result is true once the host commits.</summary>
    /// <remarks>
    /// The store neither commits nor rolls back. Where a batch is refused or fails, the transaction is as it was before the call, and usable, unless the database itself has
    /// ended it. Later calls in the transaction see the changes. The store waits for locks as the database does, and tries nothing again.
    /// </remarks>
    /// <param name="transaction">The transaction, which nothing else uses during the call.</param>
    /// <param name="batch">The commands, without a participant.</param>
    /// <param name="cancellationToken">Honored until the first statement of the call.</param>
    /// <exception cref="InvalidInputException">The store cannot work in the transaction; the message has the rule.</exception>
    /// <exception cref="NotSupportedException">The store does not declare <see cref="StoreFeatures.HostTransactions"/>.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    ValueTask<BatchResult> ExecuteInAsync(DbTransaction transaction, CommandBatch batch, CancellationToken cancellationToken = default);

    /// <summary>Finds a wallet by its id; null where there is none.</summary>
    ValueTask<Wallet?> FindWalletAsync(WalletId walletId, CancellationToken cancellationToken = default);

    /// <summary>Finds a wallet by its owner and name; null where there is none.</summary>
    ValueTask<Wallet?> FindWalletByNameAsync(string ownerId, string name, CancellationToken cancellationToken = default);

    /// <summary>Lists a page of an owner's wallets, closed ones included, by name.</summary>
    /// <param name="ownerId">The owner.</param>
    /// <param name="after">The name to go on after, whether or not there is such a wallet; null to begin with the first.</param>
    /// <param name="limit">The highest number of wallets to return; one or more.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <remarks>Names have the order of <see cref="NameOrder"/>. The page is empty where the owner has no wallet.</remarks>
    ValueTask<Page<Wallet>> ListWalletsAsync(string ownerId, string? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Lists a page of all wallets of the store, in the order of the bytes of their ids.</summary>
    /// <param name="after">The id to go on after, whether or not there is such a wallet; null to begin with the first.</param>
    /// <param name="limit">The highest number of wallets to return; one or more.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<Wallet>> ListAllWalletsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Reads wallets in their state after every batch that the store received before the call.</summary>
    /// <remarks>
    /// A decision on these states does not meet a change that was already under way. The result lacks a wallet that does not exist.
    /// </remarks>
    ValueTask<IReadOnlyList<Wallet>> ReadLatestAsync(IReadOnlyList<WalletId> walletIds, CancellationToken cancellationToken = default);

    /// <summary>Finds a transaction; null where there is none.</summary>
    ValueTask<WalletTransaction?> FindTransactionAsync(TransactionId transactionId, CancellationToken cancellationToken = default);

    /// <summary>Finds the newest of a wallet's transactions at or before a time.</summary>
    /// <remarks>
    /// Everything before a time correction counts as recorded at the correction, or earlier. Where the wallet exists and the time is past, the answer is final. A wallet's own
    /// time that is later, and not ahead of the clock, proves it. Otherwise a store waits for the commits that have read the clock and are not visible yet.
    /// </remarks>
    ValueTask<TransactionAsOf> FindTransactionAsOfAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken = default);

    /// <summary>Finds a hold in its present state; null where there is none. A hold whose time has run out is expired.</summary>
    ValueTask<Hold?> FindHoldAsync(HoldId holdId, CancellationToken cancellationToken = default);

    /// <summary>Lists a page of a wallet's open holds by number. A hold whose time has run out is not open.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="after">The number to go on after; 0 to begin with the first.</param>
    /// <param name="limit">The highest number of holds to return; one or more.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<Hold>> ListOpenHoldsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Lists wallets with expired holds whose expiry is not recorded yet, the longest wait first.</summary>
    /// <remarks>A hold has expired by the clock, or because the wallet has ended it.</remarks>
    ValueTask<IReadOnlyList<WalletId>> ListExpiringWalletsAsync(int limit, CancellationToken cancellationToken = default);

    /// <summary>Lists erased wallets with texts that are not deleted yet.</summary>
    /// <param name="limit">The highest number of wallets to return; one or more.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<IReadOnlyList<WalletId>> ListErasuresAsync(int limit, CancellationToken cancellationToken = default);

    /// <summary>Deletes a piece of the texts that an erasure of the wallet covers, in a transaction of its own. No reader sees them any more.</summary>
    /// <remarks>
    /// In a store that declares <see cref="StoreFeatures.KeyRetention"/>, the last piece also replaces the secret of the wallet's keys where the wallet is erased and has no key.
    /// </remarks>
    /// <param name="walletId">The wallet. Nothing is deleted where it is not erased.</param>
    /// <param name="limit">The highest number of entries whose texts are deleted; one or more.</param>
    /// <param name="cancellationToken">Honored until the deletion is handed to the commit.</param>
    /// <returns>Whether texts may be left.</returns>
    ValueTask<bool> DeleteErasedTextsAsync(WalletId walletId, int limit, CancellationToken cancellationToken = default);

    /// <summary>Deletes a piece of the idempotency keys that have reached an age, in a transaction of its own.</summary>
    /// <remarks>
    /// The order of the keys is the store's own. Callers repeat the call with the returned place until it is null. A command with a deleted key is a new
    /// command. A command that runs at the same time either finds the key whole or finds none. No other data changes, with one exception: where the piece
    /// takes the last key of an erased wallet, the same transaction replaces the secret of the wallet's keys.
    /// </remarks>
    /// <param name="age">The age by the clock of commits, from which on a key is deleted; zero or more.</param>
    /// <param name="after">The place to go on after, from the result of the call before; null to begin with the first key.</param>
    /// <param name="limit">The highest number of keys to look at; one or more.</param>
    /// <param name="cancellationToken">Honored until the deletion is handed to the commit.</param>
    /// <exception cref="NotSupportedException">The store does not declare <see cref="StoreFeatures.KeyRetention"/>.</exception>
    ValueTask<KeyDeletion> DeleteKeysAsync(TimeSpan age, KeyPlace? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Lists a page of a wallet's events, the oldest first.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="after">The version to go on after; 0 to begin with the first event.</param>
    /// <param name="limit">The highest number of events to return; one or more.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<WalletEvent>> ListEventsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Lists time corrections of a wallet, in the order of their versions.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="after">The version to go on after; 0 to begin with the first.</param>
    /// <param name="limit">The highest number of corrections to return; one or more. Fewer are returned only at the end.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<IReadOnlyList<TimeCorrection>> ListTimeCorrectionsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Gets the participants that run in commits of this store now, the longest first.</summary>
    /// <remarks>The list is of this process alone.</remarks>
    IReadOnlyList<RunningParticipant> RunningParticipants { get; }

    /// <summary>Reports the state of the store's clock, and the wallets that are ahead of it, at a bounded cost.</summary>
    ValueTask<ClockReport> CheckClockAsync(CancellationToken cancellationToken = default);

    /// <summary>Sums all transactions up to a place in the order of commits.</summary>
    /// <remarks>
    /// The order is one for all callers and for ever. It has the commits of a wallet as the wallet has them. A commit whose call has returned is before every
    /// place that a later call returns for now, however late it became visible.
    /// </remarks>
    /// <param name="place">A place that the store returned before; null for all commits there are.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The sums, of whole commits only; null where the place is none that the store has returned.</returns>
    /// <exception cref="NotSupportedException">The store does not declare <see cref="StoreFeatures.Totals"/>.</exception>
    ValueTask<StoreTotals?> ReadTotalsAsync(string? place, CancellationToken cancellationToken = default);

    /// <summary>Lists a page of a wallet's transactions. The page is empty where there are none, or no such wallet.</summary>
    ValueTask<Page<WalletTransaction>> ListTransactionsAsync(HistoryRange range, CancellationToken cancellationToken = default);

    /// <summary>Lists a page of a wallet's back-dated transactions, in the order of <see cref="BackdatedPlace"/>.</summary>
    /// <remarks>
    /// A store finds the page by an index of value dates, and reads no more transactions than the page has. The page is empty where there are none, or no such
    /// wallet.
    /// </remarks>
    ValueTask<Page<WalletTransaction>> ListBackdatedAsync(BackdatedRange range, CancellationToken cancellationToken = default);

    /// <summary>Sums a wallet's back-dated transactions that count at a time and were recorded after one version, through another.</summary>
    /// <remarks>A store sums along an index of value dates, so that the cost grows with the wallet's back-dated transactions and with no others.</remarks>
    /// <param name="walletId">The wallet.</param>
    /// <param name="time">The time; a transaction counts where its value date is at or before it.</param>
    /// <param name="afterVersion">The version after which the transactions were recorded; 0 for the beginning.</param>
    /// <param name="throughVersion">The last version, which is included.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<BackdatedSum> SumBackdatedAsync(WalletId walletId, DateTimeOffset time, long afterVersion, long throughVersion, CancellationToken cancellationToken = default);
}
