using System.Runtime.CompilerServices;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Samples.CustomStore;

/// <summary>The books of a <see cref="JournalWalletStore"/>. A journal that cannot be read in full is not opened, so that no row is ever damaged.</summary>
internal sealed class JournalBookStore(JournalWalletStore store) : BookStore
{
    private const int PageSize = 500;

    public override ValueTask<IReadOnlyList<WalletId>> ListWalletIdsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default) =>
        store.ReadAsync<IReadOnlyList<WalletId>>(ledger => [.. ledger.WalletsAfter(after).Take(limit).Select(wallet => wallet.Id)], cancellationToken);

    public override ValueTask<BookState?> ReadStateAsync(WalletId walletId, Action<Wallet, BookRow<Hold>> visitHold, CancellationToken cancellationToken = default) => store.ReadAsync(
        ledger =>
        {
            if (ledger.Find(walletId) is not { } record)
            {
                return null;
            }

            record.Holds.ForEach(hold => visitHold(record.Wallet, new BookRow<Hold>(hold.Id.Number, hold)));
            return new BookState(record.Wallet) { NewestVersion = record.Journal.Count };
        },
        cancellationToken);

    public override ValueTask<WalletSecrets?> FindSecretsAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        store.ReadAsync(ledger => ledger.FindSecrets(walletId), cancellationToken);

    public override IAsyncEnumerable<BookEntry> StreamEntriesAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        StreamAsync(walletId, BookEntry.Of, cancellationToken);

    public override IAsyncEnumerable<BookRow<JournalEntry>> StreamJournalAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        StreamAsync(walletId, (entry, _) => new BookRow<JournalEntry>(entry.Version, entry), cancellationToken);

    public override async IAsyncEnumerable<BookKey> StreamKeysAsync(WalletId walletId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var keys = await store.ReadAsync<BookKey[]>(
            ledger => [.. ledger.KeysOf(walletId).Select(recorded => BookKey.Of(recorded, reference => Exists(ledger, reference)))],
            cancellationToken);
        foreach (var key in keys)
        {
            yield return key;
        }
    }

    // Damage to the file is found when it is opened.
    public override async ValueTask<IReadOnlyList<AuditFinding>> CheckAsync(int limit, CancellationToken cancellationToken = default) =>
        await store.ReadAsync<AuditFinding[]>(_ => [], cancellationToken);

    private async IAsyncEnumerable<T> StreamAsync<T>(WalletId walletId, Func<JournalEntry, Ledger, T> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var count = 0;
        T[] page;
        do
        {
            page = await store.ReadAsync<T[]>(
                ledger => [.. (ledger.Find(walletId)?.Journal ?? []).Skip(count).Take(PageSize).Select(entry => read(entry, ledger))], cancellationToken);
            count += page.Length;
            foreach (var entry in page)
            {
                yield return entry;
            }
        }
        while (page.Length == PageSize);
    }

    private static bool Exists(Ledger ledger, BookReference reference) => ledger.Find(reference.WalletId) is { } record && reference.Kind switch
    {
        BookReferenceKind.Transaction => record.FindEntry(reference.Number)?.Transaction is not null,
        BookReferenceKind.Hold => record.FindHold(reference.Number) is not null,
        _ => record.FindEntry(reference.Number)?.Event is not null,
    };
}
