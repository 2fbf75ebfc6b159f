using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Samples.CustomStore;

// Reads for callers.
public sealed partial class JournalWalletStore
{
    public override ValueTask<Wallet?> FindWalletAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        ReadAsync(ledger => ledger.AsOf(ledger.FindWallet(walletId), Now), cancellationToken);

    public override ValueTask<Wallet?> FindWalletByNameAsync(string ownerId, string name, CancellationToken cancellationToken = default) =>
        ReadAsync(ledger => ledger.AsOf(ledger.FindWallet(ownerId, name), Now), cancellationToken);

    // [example: page]
    public override ValueTask<Page<Wallet>> ListWalletsAsync(string ownerId, string? after, int limit, CancellationToken cancellationToken = default) => ReadAsync(
        ledger => new PageBuilder<Wallet>(limit, PageText.SizeOf).Take(ledger.Wallets
            .Where(wallet => wallet.OwnerId == ownerId && (after is null || NameOrder.Instance.Compare(wallet.Name, after) > 0))
            .OrderBy(wallet => wallet.Name, NameOrder.Instance)
            .Select(wallet => ledger.AsOf(wallet, Now)!)),
        cancellationToken);
    // [end]

    public override ValueTask<Page<Wallet>> ListAllWalletsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default) => ReadAsync(
        ledger => new PageBuilder<Wallet>(limit, PageText.SizeOf).Take(ledger.WalletsAfter(after).Select(wallet => ledger.AsOf(wallet, Now)!)), cancellationToken);

    // The read takes its turn after all commits that were handed over before it.
    public override ValueTask<IReadOnlyList<Wallet>> ReadLatestAsync(IReadOnlyList<WalletId> walletIds, CancellationToken cancellationToken = default) =>
        WriteAsync<IReadOnlyList<Wallet>>(ledger => ([.. walletIds.Select(ledger.FindWallet).OfType<Wallet>().Select(wallet => ledger.AsOf(wallet, Now)!)], []), cancellationToken);

    public override ValueTask<WalletTransaction?> FindTransactionAsync(TransactionId transactionId, CancellationToken cancellationToken = default) =>
        ReadAsync(ledger => ledger.FindTransaction(transactionId), cancellationToken);

    // [example: as-of]
    public override async ValueTask<TransactionAsOf> FindTransactionAsOfAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        var (found, newest) = await ReadAsync(ledger => (FindAsOf(ledger), ledger.FindWallet(walletId)?.UpdatedAt), cancellationToken);

        // Time never runs backwards within a wallet, unless the wallet is ahead of the clock and an operator corrects its time.
        return newest is null || (newest > time && newest <= Now) ? new(found, IsFinal: newest is not null)

            // A commit takes its time inside the gate, so once this call has passed the gate, all commits with an earlier time are done.
            : await WriteAsync<TransactionAsOf>(ledger => (new TransactionAsOf(FindAsOf(ledger), TransactionAsOf.IsPast(time, _clock.GetUtcNow())), []), cancellationToken);

        // Everything before a time correction counts as recorded at the correction, or earlier.
        WalletTransaction? FindAsOf(Ledger ledger)
        {
            var record = ledger.Find(walletId);
            var corrected = record?.Events.LastOrDefault(happened => happened.Type == WalletEventType.TimeCorrected && happened.CreatedAt <= time)?.Version ?? 0;
            return record?.Transactions.LastOrDefault(transaction => transaction.Version < corrected || transaction.CreatedAt <= time);
        }
    }
    // [end]

    public override ValueTask<Hold?> FindHoldAsync(HoldId holdId, CancellationToken cancellationToken = default) =>
        ReadAsync(ledger => ledger.FindHold(holdId)?.AsOf(Now, ledger.FindWallet(holdId.WalletId)!.Holds.EndedThrough), cancellationToken);

    public override ValueTask<Page<Hold>> ListOpenHoldsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) => ReadAsync(
        ledger => ledger.Find(walletId) is { } record
            ? new PageBuilder<Hold>(limit, PageText.SizeOf).Take(
                record.Holds.Where(hold => hold.Id.Number > after && hold.AsOf(Now, record.Wallet.Holds.EndedThrough).Status == HoldStatus.Open))
            : Page.Empty<Hold>(),
        cancellationToken);

    public override ValueTask<IReadOnlyList<WalletId>> ListExpiringWalletsAsync(int limit, CancellationToken cancellationToken = default) =>
        ReadAsync<IReadOnlyList<WalletId>>(
            ledger =>
            [
                .. ledger.Wallets
                    .Where(wallet => wallet.Holds.NextExpiry <= Now || wallet.Holds.EndedThrough is not null)
                    .OrderBy(wallet => wallet.Holds.EndedThrough?.Time ?? wallet.Holds.NextExpiry)
                    .Take(limit)
                    .Select(wallet => wallet.Id),
            ],
            cancellationToken);

    public override ValueTask<Page<WalletEvent>> ListEventsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) => ReadAsync(
        ledger => ledger.Find(walletId) is { } record
            ? new PageBuilder<WalletEvent>(limit, PageText.SizeOf).Take(record.Events.Where(happened => happened.Version > after))
            : Page.Empty<WalletEvent>(),
        cancellationToken);

    public override ValueTask<Page<WalletTransaction>> ListTransactionsAsync(HistoryRange range, CancellationToken cancellationToken = default) => ReadAsync(
        ledger => ledger.Find(range.WalletId) is { } record
            ? new PageBuilder<WalletTransaction>(range.Limit, PageText.SizeOf).Take(record.Read(range))
            : Page.Empty<WalletTransaction>(),
        cancellationToken);

    public override ValueTask<Page<WalletTransaction>> ListBackdatedAsync(BackdatedRange range, CancellationToken cancellationToken = default) => ReadAsync(
        ledger => ledger.Find(range.WalletId) is { } record
            ? new PageBuilder<WalletTransaction>(range.Limit, PageText.SizeOf).Take(record.Read(range))
            : Page.Empty<WalletTransaction>(),
        cancellationToken);

    public override ValueTask<BackdatedSum> SumBackdatedAsync(
        WalletId walletId, DateTimeOffset time, long afterVersion, long throughVersion, CancellationToken cancellationToken = default) => ReadAsync(
        ledger => (ledger.Find(walletId)?.Backdated ?? [])
            .Where(transaction => transaction.EffectiveAt <= time && transaction.Version > afterVersion && transaction.Version <= throughVersion)
            .Aggregate(default(BackdatedSum), (sum, transaction) => sum.Add(transaction)),
        cancellationToken);
}
