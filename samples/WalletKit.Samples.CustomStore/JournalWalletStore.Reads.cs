using WalletKit.Storage;

namespace WalletKit.Samples.CustomStore;

// What callers read.
public sealed partial class JournalWalletStore
{
    public ValueTask<Wallet?> FindWalletAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        ReadAsync(ledger => ledger.FindWallet(walletId), cancellationToken);

    public ValueTask<Wallet?> FindWalletByNameAsync(string ownerId, string name, CancellationToken cancellationToken = default) =>
        ReadAsync(ledger => ledger.FindWallet(ownerId, name), cancellationToken);

    // [example: page]
    public ValueTask<Page<Wallet>> ListWalletsAsync(string ownerId, string? after, int limit, CancellationToken cancellationToken = default) => ReadAsync(
        ledger => new PageBuilder<Wallet>(limit, PageText.SizeOf).Take(ledger.Wallets
            .Where(wallet => wallet.OwnerId == ownerId && (after is null || NameOrder.Instance.Compare(wallet.Name, after) > 0))
            .OrderBy(wallet => wallet.Name, NameOrder.Instance)),
        cancellationToken);
    // [end]

    public ValueTask<Page<Wallet>> ListAllWalletsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default) =>
        ReadAsync(ledger => new PageBuilder<Wallet>(limit, PageText.SizeOf).Take(ledger.WalletsAfter(after)), cancellationToken);

    // After what was handed over before, so it takes its turn.
    public ValueTask<IReadOnlyList<Wallet>> ReadLatestAsync(IReadOnlyList<WalletId> walletIds, CancellationToken cancellationToken = default) =>
        WriteAsync<IReadOnlyList<Wallet>>(ledger => ([.. walletIds.Select(ledger.FindWallet).OfType<Wallet>()], []), cancellationToken);

    public ValueTask<WalletBalance?> ReadBalanceAsync(WalletId walletId, CancellationToken cancellationToken = default) => ReadAsync(
        ledger => ledger.FindWallet(walletId) is { } wallet
            ? WalletBalance.Of(wallet, ledger.FindExpiring(walletId, TimeOf(wallet), int.MaxValue).Sum(hold => hold.RemainingMinorUnits))
            : null,
        cancellationToken);

    public ValueTask<WalletTransaction?> FindTransactionAsync(TransactionId transactionId, CancellationToken cancellationToken = default) =>
        ReadAsync(ledger => ledger.FindTransaction(transactionId), cancellationToken);

    public ValueTask<WalletTransaction?> FindTransactionAsOfAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken = default) =>
        ReadAsync(ledger => ledger.Find(walletId)?.Transactions.LastOrDefault(transaction => transaction.CreatedAt <= time), cancellationToken);

    public ValueTask<Hold?> FindHoldAsync(HoldId holdId, CancellationToken cancellationToken = default) =>
        ReadAsync(ledger => ledger.FindHold(holdId)?.AsOf(TimeOf(ledger.FindWallet(holdId.WalletId)!)), cancellationToken);

    public ValueTask<Page<Hold>> ListOpenHoldsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) => ReadAsync(
        ledger => ledger.Find(walletId) is { } record
            ? new PageBuilder<Hold>(limit, PageText.SizeOf).Take(record.Holds.Where(hold => hold.Id.Number > after && hold.AsOf(TimeOf(record.Wallet)).Status == HoldStatus.Open))
            : Page.Empty<Hold>(),
        cancellationToken);

    public ValueTask<IReadOnlyList<WalletId>> ListExpiringWalletsAsync(int limit, CancellationToken cancellationToken = default) =>
        ReadAsync<IReadOnlyList<WalletId>>(
            ledger =>
            [
                .. ledger.Wallets.Where(wallet => wallet.Holds.NextExpiry <= Now).OrderBy(wallet => wallet.Holds.NextExpiry).Take(limit).Select(wallet => wallet.Id),
            ],
            cancellationToken);

    public ValueTask<Page<WalletEvent>> ReadEventsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) => ReadAsync(
        ledger => ledger.Find(walletId) is { } record
            ? new PageBuilder<WalletEvent>(limit, PageText.SizeOf).Take(record.Events.Where(happened => happened.Version > after))
            : Page.Empty<WalletEvent>(),
        cancellationToken);

    public ValueTask<Page<WalletTransaction>> ReadHistoryAsync(HistoryRange range, CancellationToken cancellationToken = default) => ReadAsync(
        ledger => ledger.Find(range.WalletId) is { } record
            ? new PageBuilder<WalletTransaction>(range.Limit, PageText.SizeOf).Take(record.Read(range))
            : Page.Empty<WalletTransaction>(),
        cancellationToken);

    // A clock that was set back must not open again what was seen as expired.
    private DateTimeOffset TimeOf(Wallet wallet) => Now < wallet.UpdatedAt ? wallet.UpdatedAt : Now;
}
