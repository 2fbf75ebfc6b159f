using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Storage.Sqlite;

/// <summary>The books of a <see cref="SqliteWalletStore"/>.</summary>
internal sealed class SqliteBookStore(SqliteWalletStore store) : BookStore
{
    private const int RowsPerPage = 500;

    // A batch may keep two thousand identities under one key.
    private const int KeysPerPage = 50;

    public override ValueTask<IReadOnlyList<WalletId>> ListWalletIdsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default) =>
        store.ReadAsync(static IReadOnlyList<WalletId> (session, page) => session.ListWalletIds(page.after, page.limit), (after, limit), cancellationToken);

    public override ValueTask<BookState?> ReadStateAsync(WalletId walletId, Action<Wallet, BookRow<Hold>> visitHold, CancellationToken cancellationToken = default) =>
        store.ReadAsync(static (session, wanted) => session.ReadState(wanted.walletId, wanted.visitHold), (walletId, visitHold), cancellationToken);

    public override ValueTask<WalletSecrets?> FindSecretsAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        store.ReadAsync(static (session, wanted) => session.FindSecrets(wanted), walletId, cancellationToken);

    public override IAsyncEnumerable<BookEntry> StreamEntriesAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        ReadPagesAsync(
            long.MinValue,
            (session, after) => session.ReadEntries(walletId, after, RowsPerPage),
            static entry => entry.Version,
            static (left, right) => left.CompareTo(right),
            cancellationToken);

    public override IAsyncEnumerable<BookRow<JournalEntry>> StreamJournalAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        ReadPagesAsync(
            long.MinValue,
            (session, after) => session.ReadJournal(walletId, after, RowsPerPage),
            static row => row.Number,
            static (left, right) => left.CompareTo(right),
            cancellationToken);

    // Pages go on by the bytes of a key, however many a damaged row has.
    public override IAsyncEnumerable<BookKey> StreamKeysAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        ReadPagesAsync(
            Array.Empty<byte>(),
            (session, after) => session.ReadKeys(walletId, after, KeysPerPage),
            static row => row.Bytes,
            static (left, right) => left.AsSpan().SequenceCompareTo(right),
            cancellationToken).Select(static row => row.Key);

    // The check runs on a thread of its own, because it is one long read, and on a connection that is none of the readers'.
    public override async ValueTask<IReadOnlyList<AuditFinding>> CheckAsync(int limit, CancellationToken cancellationToken = default)
    {
        await store.OpenAsync(cancellationToken).ConfigureAwait(false);
        return await Task.Factory.StartNew(() => Check(limit, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
    }

    private List<AuditFinding> Check(int limit, CancellationToken cancellationToken)
    {
        try
        {
            return store.ReadLong(connection => new SqliteCheck(connection, store.EntriesPerTotal, store.IsShared, limit, cancellationToken).Run());
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.ToStoreException(exception, store.Path);
        }
    }

    // Each page is a read of its own.
    private async IAsyncEnumerable<TRow> ReadPagesAsync<TKey, TRow>(
        TKey after, Func<ReadSession, TKey, IReadOnlyList<TRow>> read, Func<TRow, TKey> keyOf, Comparison<TKey> compare, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await store.ReadAsync(read, after, cancellationToken).ConfigureAwait(false) is { Count: > 0 } rows)
        {
            var last = after;
            foreach (var row in rows)
            {
                yield return row;
                last = compare(keyOf(row), last) > 0 ? keyOf(row) : last;
            }

            // A damaged tree can lead round in circles.
            after = compare(last, after) > 0
                ? last
                : throw new WalletStoreException(StoreFailure.Corrupt, $"the database '{store.Path}' is damaged: its rows are not in order.");
        }
    }
}
