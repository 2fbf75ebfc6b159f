using System.Runtime.CompilerServices;
using WalletKit.Auditing;

namespace WalletKit.Storage.Sqlite;

/// <summary>The books of a <see cref="SqliteWalletStore"/>.</summary>
internal sealed class SqliteBookStore(SqliteWalletStore store) : IBookStore
{
    private const int RowsPerPage = 500;

    // A batch may keep two thousand identities under one key.
    private const int KeysPerPage = 50;

    public ValueTask<IReadOnlyList<WalletId>> ListWalletIdsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default) =>
        store.ReadAsync(static IReadOnlyList<WalletId> (session, page) => session.ListWalletIds(page.after, page.limit), (after, limit), cancellationToken);

    public ValueTask<BookState?> ReadStateAsync(WalletId walletId, Action<Wallet, BookRow<Hold>> visitHold, CancellationToken cancellationToken = default) =>
        store.ReadAsync(static (session, wanted) => session.ReadState(wanted.walletId, wanted.visitHold), (walletId, visitHold), cancellationToken);

    public IAsyncEnumerable<BookEntry> ReadEntriesAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        ReadPagesAsync(
            (walletId, after: long.MinValue),
            static (session, page) => session.ReadEntries(page.walletId, page.after, RowsPerPage),
            static (page, last) => page with { after = last.Sequence },
            cancellationToken);

    public IAsyncEnumerable<BookRow<WalletEvent>> ReadEventsAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        ReadPagesAsync(
            (walletId, after: long.MinValue),
            static (session, page) => session.ReadEventRows(page.walletId, page.after, RowsPerPage),
            static (page, last) => page with { after = last.Number },
            cancellationToken);

    public IAsyncEnumerable<BookKey> ReadKeysAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        ReadPagesAsync(
            (walletId, after: (string?)null),
            static (session, page) => session.ReadKeys(page.walletId, page.after, KeysPerPage),
            static (page, last) => page with { after = last.Key },
            cancellationToken);

    // On a thread of its own, as it is one long read.
    public async ValueTask<IReadOnlyList<AuditFinding>> CheckAsync(int limit, CancellationToken cancellationToken = default) =>
        await Task.Factory.StartNew(
            () => store.ReadAsync(static IReadOnlyList<AuditFinding> (session, wanted) => session.Check(wanted.limit, wanted.cancellationToken), (limit, cancellationToken), cancellationToken).AsTask(),
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap().ConfigureAwait(false);

    // Each page is a read of its own.
    private async IAsyncEnumerable<TRow> ReadPagesAsync<TPage, TRow>(
        TPage page, Func<ReadSession, TPage, List<TRow>> read, Func<TPage, TRow, TPage> after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await store.ReadAsync(read, page, cancellationToken).ConfigureAwait(false) is { Count: > 0 } rows)
        {
            foreach (var row in rows)
            {
                yield return row;
            }

            page = after(page, rows[^1]);
        }
    }
}
