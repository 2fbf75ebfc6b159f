using System.Runtime.CompilerServices;
using WalletKit.Stores;

namespace WalletKit.Testing.Faults;

/// <summary>The books of a store whose calls meet faults. A call that returns row by row meets a fault before its first row.</summary>
internal sealed class FaultInjectingBookStore(IBookStore target, StoreFaults faults) : BookStore
{
    public override ValueTask<IReadOnlyList<WalletId>> ListWalletIdsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default) =>
        Read(() => target.ListWalletIdsAsync(after, limit, cancellationToken), cancellationToken);

    public override ValueTask<BookState?> ReadStateAsync(WalletId walletId, Action<Wallet, BookRow<Hold>> visitHold, CancellationToken cancellationToken = default) =>
        Read(() => target.ReadStateAsync(walletId, visitHold, cancellationToken), cancellationToken);

    public override ValueTask<WalletSecrets?> FindSecretsAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        Read(() => target.FindSecretsAsync(walletId, cancellationToken), cancellationToken);

    public override IAsyncEnumerable<BookEntry> StreamEntriesAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        Read(target.StreamEntriesAsync(walletId, cancellationToken), cancellationToken);

    public override IAsyncEnumerable<BookRow<JournalEntry>> StreamJournalAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        Read(target.StreamJournalAsync(walletId, cancellationToken), cancellationToken);

    public override IAsyncEnumerable<BookKey> StreamKeysAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        Read(target.StreamKeysAsync(walletId, cancellationToken), cancellationToken);

    // The rows are read one by one all the same, so that each read meets its own faults.
    public override ValueTask<IBookStore> ReadAheadAsync(IReadOnlyList<WalletId> walletIds, CancellationToken cancellationToken = default) =>
        Read(() => new ValueTask<IBookStore>(this), cancellationToken);

    public override ValueTask<IReadOnlyList<AuditFinding>> CheckAsync(int limit, CancellationToken cancellationToken = default) =>
        Read(() => target.CheckAsync(limit, cancellationToken), cancellationToken);

    private ValueTask<T> Read<T>(Func<ValueTask<T>> call, CancellationToken cancellationToken) => faults.CallAsync(StoreOperations.Read, call, cancellationToken);

    private async IAsyncEnumerable<T> Read<T>(IAsyncEnumerable<T> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reading = rows.GetAsyncEnumerator(cancellationToken);
        await using var disposing = reading.ConfigureAwait(false);
        var isThere = await Read(() => reading.MoveNextAsync(), cancellationToken).ConfigureAwait(false);
        while (isThere)
        {
            yield return reading.Current;
            isThere = await reading.MoveNextAsync().ConfigureAwait(false);
        }
    }
}
