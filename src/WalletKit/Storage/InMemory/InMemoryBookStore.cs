using System.Runtime.CompilerServices;
using WalletKit.Locking;
using WalletKit.Rules;
using WalletKit.Storage.Books;
using WalletKit.Storage.Relational;
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

        return new BookState(wallet) { NewestVersion = entry.NewestVersion };
    }

    public override async ValueTask<WalletSecrets?> FindSecretsAsync(WalletId walletId, CancellationToken cancellationToken = default)
    {
        check(cancellationToken);
        using var lease = await locks.AcquireAsync(walletId, cancellationToken).ConfigureAwait(false);
        return findEntry(walletId)?.Secrets;
    }

    public override IAsyncEnumerable<BookEntry> StreamEntriesAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        StreamAsync(walletId, ToEntry, static entry => entry.Version, cancellationToken);

    public override IAsyncEnumerable<BookRow<JournalEntry>> StreamJournalAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        StreamAsync(walletId, static (_, entry) => new BookRow<JournalEntry>(entry.Version, entry), static row => row.Number, cancellationToken);

    public override async IAsyncEnumerable<BookKey> StreamKeysAsync(WalletId walletId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var key in await ReadAsync(walletId, entry => entry.ListKeys(), cancellationToken).ConfigureAwait(false))
        {
            yield return await ToKeyAsync(key, cancellationToken).ConfigureAwait(false);
        }
    }

    public override ValueTask<IReadOnlyList<AuditFinding>> CheckAsync(int limit, CancellationToken cancellationToken = default)
    {
        check(cancellationToken);
        return new([]);
    }

    private async IAsyncEnumerable<T> StreamAsync<T>(
        WalletId walletId, Func<WalletEntry, JournalEntry, T> select, Func<T, long> versionOf, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = 0L;
        while (await ReadAsync(walletId, entry => ReadPage(entry, after), cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var item in page)
            {
                yield return item;
            }

            after = versionOf(page[^1]);
        }

        List<T> ReadPage(WalletEntry entry, long from) => entry.ListJournal(from, EntriesPerPage).ConvertAll(row => select(entry, row));
    }

    private async ValueTask<List<T>> ReadAsync<T>(WalletId walletId, Func<WalletEntry, List<T>> read, CancellationToken cancellationToken)
    {
        check(cancellationToken);
        using var lease = await locks.AcquireAsync(walletId, cancellationToken).ConfigureAwait(false);
        return findEntry(walletId) is { } entry ? read(entry) : [];
    }

    // The results under a key may belong to other wallets, whose own locks guard their holds and events.
    private async ValueTask<BookKey> ToKeyAsync(KeptKey key, CancellationToken cancellationToken)
    {
        BookReference[] references = [.. key.References()];
        using var lease = await locks.AcquireAsync([key.WalletId, .. references.Select(reference => reference.WalletId)], cancellationToken).ConfigureAwait(false);
        return new BookKey(key.Key.ToString(), [.. references.Select(reference => reference with { Exists = Exists(reference) })]);
    }

    private BookEntry ToEntry(WalletEntry wallet, JournalEntry entry) => BookEntries.Create(
        entry,
        id => findEntry(id.WalletId)?.FindTransaction(id.Version),
        id => wallet.FindReversal(id.Version),
        findRebate);

    private bool Exists(BookReference reference) => findEntry(reference.WalletId) is { } entry && reference.Kind switch
    {
        BookReferenceKind.Transaction => entry.FindTransaction(reference.Number) is not null,
        BookReferenceKind.Hold => entry.FindHold(reference.Number) is not null,
        _ => entry.FindEntry(reference.Number)?.Event is not null,
    };
}
