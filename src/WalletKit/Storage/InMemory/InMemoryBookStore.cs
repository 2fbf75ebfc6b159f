using System.Runtime.CompilerServices;
using WalletKit.Locking;
using WalletKit.Rules;
using WalletKit.Storage.Books;
using WalletKit.Stores;

namespace WalletKit.Storage.InMemory;

/// <summary>The books of an <see cref="InMemoryWalletStore"/>. The lock of a wallet guards a snapshot of it.</summary>
internal sealed class InMemoryBookStore(
    WalletLocks locks, IdIndex ids, Func<WalletId, WalletEntry?> findEntry, Func<TransactionId, Rebate?> findRebate, Action<CancellationToken> check) : BookStore
{
    private const int EntriesPerPage = 500;

    public override ValueTask<IReadOnlyList<WalletId>> ListWalletIdsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default)
    {
        check(cancellationToken);
        return new(ids.List(after, limit));
    }

    public override async ValueTask<BookState?> ReadStateAsync(WalletId walletId, Action<Wallet, BookRow<Hold>> visitHold, CancellationToken cancellationToken = default)
    {
        check(cancellationToken);
        using var lease = await locks.AcquireAsync(walletId, cancellationToken).ConfigureAwait(false);
        if (findEntry(walletId) is not { Wallet: { } wallet } entry)
        {
            return null;
        }

        foreach (var hold in entry.ListHolds())
        {
            visitHold(wallet, new BookRow<Hold>(hold.Id.Number, hold));
        }

        return new BookState(wallet) { NewestSequence = entry.NewestSequence, NewestEventVersion = entry.NewestEventVersion };
    }

    public override async IAsyncEnumerable<BookEntry> StreamEntriesAsync(WalletId walletId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        long? after = null;
        while (await ReadPageAsync(walletId, after, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var entry in page)
            {
                yield return entry;
            }

            after = page[^1].Sequence;
        }
    }

    public override async IAsyncEnumerable<BookRow<WalletEvent>> StreamEventsAsync(WalletId walletId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var happened in await ReadAsync(walletId, entry => entry.ListEvents(), cancellationToken).ConfigureAwait(false))
        {
            yield return new BookRow<WalletEvent>(happened.Version, happened);
        }
    }

    public override async IAsyncEnumerable<BookKey> StreamKeysAsync(WalletId walletId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var recorded in await ReadAsync(walletId, entry => entry.ListRecorded(), cancellationToken).ConfigureAwait(false))
        {
            yield return await ToKeyAsync(recorded, cancellationToken).ConfigureAwait(false);
        }
    }

    public override ValueTask<IReadOnlyList<AuditFinding>> CheckAsync(int limit, CancellationToken cancellationToken = default)
    {
        check(cancellationToken);
        return new([]);
    }

    private async ValueTask<List<BookEntry>> ReadPageAsync(WalletId walletId, long? after, CancellationToken cancellationToken) =>
        await ReadAsync(
            walletId,
            entry => entry.Read(new HistoryRange(walletId, HistoryOrder.OldestFirst, after, EntriesPerPage)).Select(transaction => ToEntry(entry, transaction)).ToList(),
            cancellationToken).ConfigureAwait(false);

    private async ValueTask<List<T>> ReadAsync<T>(WalletId walletId, Func<WalletEntry, List<T>> read, CancellationToken cancellationToken)
    {
        check(cancellationToken);
        using var lease = await locks.AcquireAsync(walletId, cancellationToken).ConfigureAwait(false);
        return findEntry(walletId) is { } entry ? read(entry) : [];
    }

    // The results under a key may belong to other wallets, whose own locks guard their holds and events.
    private async ValueTask<BookKey> ToKeyAsync(RecordedCommand recorded, CancellationToken cancellationToken)
    {
        WalletId[] named = [recorded.WalletId, .. BookKey.Of(recorded, _ => false).References.Select(reference => reference.WalletId)];
        using var lease = await locks.AcquireAsync(named, cancellationToken).ConfigureAwait(false);
        return BookKey.Of(recorded, Exists);
    }

    private BookEntry ToEntry(WalletEntry entry, WalletTransaction transaction) => BookEntries.Create(
        transaction,
        id => findEntry(id.WalletId)?.FindTransaction(id.Sequence),
        id => entry.FindReversal(id.Sequence),
        findRebate);

    private bool Exists(BookReference reference) => findEntry(reference.WalletId) is { } entry && reference.Kind switch
    {
        BookReferenceKind.Transaction => entry.FindTransaction(reference.Number) is not null,
        BookReferenceKind.Hold => entry.FindHold(reference.Number) is not null,
        _ => entry.HasEvent(reference.Number),
    };
}
