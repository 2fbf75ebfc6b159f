using System.Runtime.CompilerServices;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Auditing;

/// <summary>Books in which the rows of some small wallets were read ahead. The rows of all other wallets are read from the store when an audit asks for them.</summary>
/// <param name="store">The books of the store.</param>
/// <param name="read">The rows that were read ahead, by wallet.</param>
internal sealed class BookPage(PostgreSqlBookStore store, IReadOnlyDictionary<WalletId, WalletRows> read) : BookStore
{
    public override ValueTask<IReadOnlyList<WalletId>> ListWalletIdsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default) =>
        store.ListWalletIdsAsync(after, limit, cancellationToken);

    public override ValueTask<BookState?> ReadStateAsync(WalletId walletId, Action<Wallet, BookRow<Hold>> visitHold, CancellationToken cancellationToken = default)
    {
        if (!read.TryGetValue(walletId, out var rows))
        {
            return store.ReadStateAsync(walletId, visitHold, cancellationToken);
        }

        foreach (var hold in rows.Holds)
        {
            visitHold(rows.State.Wallet!, hold);
        }

        return new(rows.State);
    }

    public override ValueTask<WalletSecrets?> FindSecretsAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        read.TryGetValue(walletId, out var rows) ? new(rows.Secrets) : store.FindSecretsAsync(walletId, cancellationToken);

    public override IAsyncEnumerable<BookEntry> StreamEntriesAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        read.TryGetValue(walletId, out var rows) ? StreamAsync(rows.Entries, cancellationToken) : store.StreamEntriesAsync(walletId, cancellationToken);

    public override IAsyncEnumerable<BookRow<JournalEntry>> StreamJournalAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        read.TryGetValue(walletId, out var rows) ? StreamAsync(rows.Journal, cancellationToken) : store.StreamJournalAsync(walletId, cancellationToken);

    public override IAsyncEnumerable<BookKey> StreamKeysAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        read.TryGetValue(walletId, out var rows) ? StreamAsync(rows.Keys, cancellationToken) : store.StreamKeysAsync(walletId, cancellationToken);

    public override ValueTask<IReadOnlyList<AuditFinding>> CheckAsync(int limit, CancellationToken cancellationToken = default) => store.CheckAsync(limit, cancellationToken);

#pragma warning disable CS1998 // The rows are here already, and the caller expects a stream.
    private static async IAsyncEnumerable<T> StreamAsync<T>(List<T> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
#pragma warning restore CS1998
    {
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return row;
        }
    }
}
