using System.Data.Common;
using WalletKit.Stores;
using WalletKit.Testing.Model.Bookkeeping;

namespace WalletKit.Testing.Faults;

/// <summary>A store whose calls fail, lose their answers or are late, on command or by chance.</summary>
/// <remarks>The calls to a real store can do the same; this class shows how a host handles it.</remarks>
/// <param name="target">The store that does the work. It is closed with this one.</param>
/// <param name="timeProvider">The clock for delays.</param>
/// <param name="seed">The seed of the faults that come by chance.</param>
public sealed class FaultInjectingWalletStore(IWalletStore target, TimeProvider timeProvider, int seed) : ForwardingWalletStore(target)
{
    /// <summary>Gets the faults of the calls. No call meets a fault until one is requested.</summary>
    public StoreFaults Faults { get; } = new(timeProvider, seed);

    /// <inheritdoc/>
    public override IRebateStore Rebates => new FaultInjectingRebateStore(base.Rebates, Faults);

    /// <inheritdoc/>
    public override IBookStore Books => new FaultInjectingBookStore(base.Books, Faults);

    /// <inheritdoc/>
    public override ValueTask OpenAsync(CancellationToken cancellationToken = default) =>
        Faults.CallAsync(StoreOperations.Open, () => base.OpenAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default) =>
        Faults.CallAsync(StoreOperations.Commit, () => base.CommitAsync(batch, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<BatchResult> ExecuteInAsync(DbTransaction transaction, CommandBatch batch, CancellationToken cancellationToken = default) =>
        Faults.CallAsync(StoreOperations.Commit, () => base.ExecuteInAsync(transaction, batch, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Wallet?> FindWalletAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        Read(() => base.FindWalletAsync(walletId, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Wallet?> FindWalletByNameAsync(string ownerId, string name, CancellationToken cancellationToken = default) =>
        Read(() => base.FindWalletByNameAsync(ownerId, name, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Page<Wallet>> ListWalletsAsync(string ownerId, string? after, int limit, CancellationToken cancellationToken = default) =>
        Read(() => base.ListWalletsAsync(ownerId, after, limit, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Page<Wallet>> ListAllWalletsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default) =>
        Read(() => base.ListAllWalletsAsync(after, limit, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<Wallet>> ReadLatestAsync(IReadOnlyList<WalletId> walletIds, CancellationToken cancellationToken = default) =>
        Read(() => base.ReadLatestAsync(walletIds, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<WalletTransaction?> FindTransactionAsync(TransactionId transactionId, CancellationToken cancellationToken = default) =>
        Read(() => base.FindTransactionAsync(transactionId, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<TransactionAsOf> FindTransactionAsOfAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken = default) =>
        Read(() => base.FindTransactionAsOfAsync(walletId, time, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Hold?> FindHoldAsync(HoldId holdId, CancellationToken cancellationToken = default) =>
        Read(() => base.FindHoldAsync(holdId, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Page<Hold>> ListOpenHoldsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) =>
        Read(() => base.ListOpenHoldsAsync(walletId, after, limit, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<WalletId>> ListExpiringWalletsAsync(int limit, CancellationToken cancellationToken = default) =>
        Read(() => base.ListExpiringWalletsAsync(limit, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<TimeCorrection>> ListTimeCorrectionsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) =>
        Read(() => base.ListTimeCorrectionsAsync(walletId, after, limit, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<WalletId>> ListErasuresAsync(int limit, CancellationToken cancellationToken = default) =>
        Read(() => base.ListErasuresAsync(limit, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<bool> DeleteErasedTextsAsync(WalletId walletId, int limit, CancellationToken cancellationToken = default) =>
        Faults.CallAsync(StoreOperations.Commit, () => base.DeleteErasedTextsAsync(walletId, limit, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<KeyDeletion> DeleteKeysAsync(TimeSpan age, KeyPlace? after, int limit, CancellationToken cancellationToken = default) =>
        Faults.CallAsync(StoreOperations.Commit, () => base.DeleteKeysAsync(age, after, limit, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Page<WalletEvent>> ListEventsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) =>
        Read(() => base.ListEventsAsync(walletId, after, limit, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Page<WalletTransaction>> ListTransactionsAsync(HistoryRange range, CancellationToken cancellationToken = default) =>
        Read(() => base.ListTransactionsAsync(range, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Page<WalletTransaction>> ListBackdatedAsync(BackdatedRange range, CancellationToken cancellationToken = default) =>
        Read(() => base.ListBackdatedAsync(range, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<BackdatedSum> SumBackdatedAsync(
        WalletId walletId, DateTimeOffset time, long afterVersion, long throughVersion, CancellationToken cancellationToken = default) =>
        Read(() => base.SumBackdatedAsync(walletId, time, afterVersion, throughVersion, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<StoreTotals?> ReadTotalsAsync(string? place, CancellationToken cancellationToken = default) =>
        Read(() => base.ReadTotalsAsync(place, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<ClockReport> CheckClockAsync(CancellationToken cancellationToken = default) =>
        Read(() => base.CheckClockAsync(cancellationToken), cancellationToken);

    private ValueTask<T> Read<T>(Func<ValueTask<T>> call, CancellationToken cancellationToken) => Faults.CallAsync(StoreOperations.Read, call, cancellationToken);
}
