namespace WalletKit.Stores;

/// <summary>
/// The books as they are kept, for an audit: everything, damaged rows included, and read beside writers without stopping them. What can
/// change is read from one snapshot; what cannot is read in short ones, page by page, as a long one would keep a log from shrinking.
/// </summary>
/// <remarks>A row that cannot be read is delivered as such and is no exception.</remarks>
public interface IBookStore
{
    /// <summary>Ids of wallets, in the order of their bytes.</summary>
    /// <param name="after">The id to go on after; null to begin with the first.</param>
    /// <param name="limit">How many at most; one or more.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<IReadOnlyList<WalletId>> ListWalletIdsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Reads a wallet and its holds, in any state, from one snapshot. Null where there is no such wallet.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="visitHold">Called with the wallet and each of its holds, by number; quick, as the snapshot is kept meanwhile. Not where the wallet cannot be read.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<BookState?> ReadStateAsync(WalletId walletId, Action<Wallet, BookRow<Hold>> visitHold, CancellationToken cancellationToken = default);

    /// <summary>A wallet's transactions by sequence, each with what it is judged by, from one snapshot each.</summary>
    IAsyncEnumerable<BookEntry> StreamEntriesAsync(WalletId walletId, CancellationToken cancellationToken = default);

    /// <summary>A wallet's events by version.</summary>
    IAsyncEnumerable<BookRow<WalletEvent>> StreamEventsAsync(WalletId walletId, CancellationToken cancellationToken = default);

    /// <summary>A wallet's idempotency keys, in an order of the store's own.</summary>
    IAsyncEnumerable<BookKey> StreamKeysAsync(WalletId walletId, CancellationToken cancellationToken = default);

    /// <summary>What only the store itself can know to be wrong: with its file, its tables, or rows that belong to no wallet.</summary>
    /// <param name="limit">How many findings at most; one or more.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    ValueTask<IReadOnlyList<AuditFinding>> CheckAsync(int limit, CancellationToken cancellationToken = default);
}
