namespace WalletKit.Stores;

/// <summary>The books of a store, for an audit: all its rows, damaged rows included.</summary>
/// <remarks>
/// An audit reads beside the writers and does not stop them. It reads rows that can change from one snapshot. It reads rows that cannot change in short
/// snapshots, page by page, because a long snapshot would keep a log from shrinking. The store delivers a row that it cannot read as unreadable, and
/// throws no exception for it. A class that implements it derives from <see cref="BookStore"/>.
/// </remarks>
public interface IBookStore
{
    /// <summary>Lists ids of wallets, in the order of their bytes.</summary>
    /// <param name="after">The id to go on after; null to begin with the first.</param>
    /// <param name="limit">The highest number of ids to return; one or more.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<IReadOnlyList<WalletId>> ListWalletIdsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Reads a wallet and its holds, in any state, from one snapshot. Returns null where there is no such wallet.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="visitHold">
    /// A function that the store calls with the wallet and each of its holds, by number. It must be quick, because the store keeps the snapshot meanwhile.
    /// The store does not call it if it cannot read the wallet.
    /// </param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<BookState?> ReadStateAsync(WalletId walletId, Action<Wallet, BookRow<Hold>> visitHold, CancellationToken cancellationToken = default);

    /// <summary>Finds the secrets of a wallet; null where there is no such wallet.</summary>
    ValueTask<WalletSecrets?> FindSecretsAsync(WalletId walletId, CancellationToken cancellationToken = default);

    /// <summary>Streams a wallet's journal by version, each entry with the records that an audit needs to judge it.</summary>
    /// <remarks>Each entry and its records come from one snapshot.</remarks>
    IAsyncEnumerable<BookEntry> StreamEntriesAsync(WalletId walletId, CancellationToken cancellationToken = default);

    /// <summary>Streams a wallet's journal by version, without the records to which its entries refer.</summary>
    IAsyncEnumerable<BookRow<JournalEntry>> StreamJournalAsync(WalletId walletId, CancellationToken cancellationToken = default);

    /// <summary>Streams a wallet's idempotency keys, in an order of the store's own.</summary>
    IAsyncEnumerable<BookKey> StreamKeysAsync(WalletId walletId, CancellationToken cancellationToken = default);

    /// <summary>Returns books that have read the rows of some wallets ahead, where a store saves time by it.</summary>
    /// <param name="walletIds">The wallets that the caller will ask for next; a few hundred at most.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>
    /// Books with the same rows as these. They may be older than a row that was written meanwhile, but all rows of a wallet that was read ahead come from one
    /// snapshot. A store without round trips returns itself.
    /// </returns>
    ValueTask<IBookStore> ReadAheadAsync(IReadOnlyList<WalletId> walletIds, CancellationToken cancellationToken = default);

    /// <summary>Checks for faults that only the store itself can find.</summary>
    /// <param name="limit">The highest number of findings to return; one or more.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <remarks>They are faults of its file, of its tables, or of rows that belong to no wallet.</remarks>
    ValueTask<IReadOnlyList<AuditFinding>> CheckAsync(int limit, CancellationToken cancellationToken = default);
}
