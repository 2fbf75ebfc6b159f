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
            return new BookState(record.Wallet) { NewestSequence = record.Transactions.Count, NewestEventVersion = record.Events.LastOrDefault()?.Version ?? 0 };
        },
        cancellationToken);

    public override async IAsyncEnumerable<BookEntry> StreamEntriesAsync(WalletId walletId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        long? after = null;
        BookEntry[] page;
        do
        {
            var range = new HistoryRange(walletId, HistoryOrder.OldestFirst, after, PageSize);
            page = await store.ReadAsync<BookEntry[]>(
                ledger => [.. (ledger.Find(walletId)?.Read(range) ?? []).Take(PageSize).Select(transaction => BookEntry.Of(transaction, ledger))],
                cancellationToken);
            foreach (var entry in page)
            {
                yield return entry;
                after = entry.Sequence;
            }
        }
        while (page.Length == PageSize);
    }

    public override async IAsyncEnumerable<BookRow<WalletEvent>> StreamEventsAsync(WalletId walletId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var happened in await store.ReadAsync<WalletEvent[]>(ledger => [.. ledger.Find(walletId)?.Events ?? []], cancellationToken))
        {
            yield return new BookRow<WalletEvent>(happened.Version, happened);
        }
    }

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

    private static bool Exists(Ledger ledger, BookReference reference) => reference.Kind switch
    {
        BookReferenceKind.Transaction => ledger.FindTransaction(new TransactionId(reference.WalletId, reference.Number)) is not null,
        BookReferenceKind.Hold => ledger.FindHold(new HoldId(reference.WalletId, reference.Number)) is not null,
        _ => ledger.Find(reference.WalletId)?.Events.Exists(happened => happened.Version == reference.Number) ?? false,
    };
}
