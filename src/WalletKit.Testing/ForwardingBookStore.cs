using WalletKit.Stores;

namespace WalletKit.Testing;

/// <summary>The books of a store that forwards each call to the books of another store.</summary>
/// <remarks>Override the members whose calls you want to see or change.</remarks>
/// <param name="target">The books of the other store.</param>
public abstract class ForwardingBookStore(IBookStore target) : BookStore
{
    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<WalletId>> ListWalletIdsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default) =>
        target.ListWalletIdsAsync(after, limit, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<BookState?> ReadStateAsync(WalletId walletId, Action<Wallet, BookRow<Hold>> visitHold, CancellationToken cancellationToken = default) =>
        target.ReadStateAsync(walletId, visitHold, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<WalletSecrets?> FindSecretsAsync(WalletId walletId, CancellationToken cancellationToken = default) => target.FindSecretsAsync(walletId, cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<BookEntry> StreamEntriesAsync(WalletId walletId, CancellationToken cancellationToken = default) => target.StreamEntriesAsync(walletId, cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<BookRow<JournalEntry>> StreamJournalAsync(WalletId walletId, CancellationToken cancellationToken = default) => target.StreamJournalAsync(walletId, cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<BookKey> StreamKeysAsync(WalletId walletId, CancellationToken cancellationToken = default) => target.StreamKeysAsync(walletId, cancellationToken);

    /// <summary>Returns itself, and reads nothing ahead, so that an audit calls the members that a derived class overrides.</summary>
    public override ValueTask<IBookStore> ReadAheadAsync(IReadOnlyList<WalletId> walletIds, CancellationToken cancellationToken = default) => new(this);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<AuditFinding>> CheckAsync(int limit, CancellationToken cancellationToken = default) => target.CheckAsync(limit, cancellationToken);
}
