namespace WalletKit.Stores;

/// <summary>The base of the books of a store; see <see cref="WalletStore"/>.</summary>
public abstract class BookStore : IBookStore
{
    /// <inheritdoc/>
    public abstract ValueTask<IReadOnlyList<WalletId>> ListWalletIdsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<BookState?> ReadStateAsync(WalletId walletId, Action<Wallet, BookRow<Hold>> visitHold, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<WalletSecrets?> FindSecretsAsync(WalletId walletId, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract IAsyncEnumerable<BookEntry> StreamEntriesAsync(WalletId walletId, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract IAsyncEnumerable<BookRow<JournalEntry>> StreamJournalAsync(WalletId walletId, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract IAsyncEnumerable<BookKey> StreamKeysAsync(WalletId walletId, CancellationToken cancellationToken = default);

    /// <summary>Returns books that have read the rows of some wallets ahead; unless a store overrides this, it returns itself.</summary>
    public virtual ValueTask<IBookStore> ReadAheadAsync(IReadOnlyList<WalletId> walletIds, CancellationToken cancellationToken = default) => new(this);

    /// <summary>Checks for faults that only the store itself can find; unless a store overrides this, it finds none.</summary>
    public virtual ValueTask<IReadOnlyList<AuditFinding>> CheckAsync(int limit, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new([]);
    }
}
