using System.Data.Common;
using WalletKit.Stores;

namespace WalletKit.Testing;

/// <summary>A store that forwards each call to another store, which it closes with itself.</summary>
/// <remarks>Override the members whose calls you want to see or change.</remarks>
/// <param name="target">The other store.</param>
public abstract class ForwardingWalletStore(IWalletStore target) : WalletStore
{
    /// <summary>Gets the store to which a call is forwarded; asked once for each call.</summary>
    protected virtual IWalletStore Target => target;

    /// <inheritdoc/>
    public override StoreFeatures Features => Target.Features;

    /// <inheritdoc/>
    public override IRebateStore Rebates => Target.Rebates;

    /// <inheritdoc/>
    public override IBookStore Books => Target.Books;

    /// <inheritdoc/>
    public override ValueTask OpenAsync(CancellationToken cancellationToken = default) => Target.OpenAsync(cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default) => Target.CommitAsync(batch, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<BatchResult> ExecuteInAsync(DbTransaction transaction, CommandBatch batch, CancellationToken cancellationToken = default) =>
        Target.ExecuteInAsync(transaction, batch, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Wallet?> FindWalletAsync(WalletId walletId, CancellationToken cancellationToken = default) => Target.FindWalletAsync(walletId, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Wallet?> FindWalletByNameAsync(string ownerId, string name, CancellationToken cancellationToken = default) =>
        Target.FindWalletByNameAsync(ownerId, name, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Page<Wallet>> ListWalletsAsync(string ownerId, string? after, int limit, CancellationToken cancellationToken = default) =>
        Target.ListWalletsAsync(ownerId, after, limit, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Page<Wallet>> ListAllWalletsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default) =>
        Target.ListAllWalletsAsync(after, limit, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<Wallet>> ReadLatestAsync(IReadOnlyList<WalletId> walletIds, CancellationToken cancellationToken = default) =>
        Target.ReadLatestAsync(walletIds, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<WalletTransaction?> FindTransactionAsync(TransactionId transactionId, CancellationToken cancellationToken = default) =>
        Target.FindTransactionAsync(transactionId, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<TransactionAsOf> FindTransactionAsOfAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken = default) =>
        Target.FindTransactionAsOfAsync(walletId, time, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Hold?> FindHoldAsync(HoldId holdId, CancellationToken cancellationToken = default) => Target.FindHoldAsync(holdId, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Page<Hold>> ListOpenHoldsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) =>
        Target.ListOpenHoldsAsync(walletId, after, limit, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<WalletId>> ListExpiringWalletsAsync(int limit, CancellationToken cancellationToken = default) => Target.ListExpiringWalletsAsync(limit, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<TimeCorrection>> ListTimeCorrectionsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) =>
        Target.ListTimeCorrectionsAsync(walletId, after, limit, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<WalletId>> ListErasuresAsync(int limit, CancellationToken cancellationToken = default) => Target.ListErasuresAsync(limit, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<bool> DeleteErasedTextsAsync(WalletId walletId, int limit, CancellationToken cancellationToken = default) =>
        Target.DeleteErasedTextsAsync(walletId, limit, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<KeyDeletion> DeleteKeysAsync(TimeSpan age, KeyPlace? after, int limit, CancellationToken cancellationToken = default) =>
        Target.DeleteKeysAsync(age, after, limit, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Page<WalletEvent>> ListEventsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) =>
        Target.ListEventsAsync(walletId, after, limit, cancellationToken);

    /// <inheritdoc/>
    public override IReadOnlyList<RunningParticipant> RunningParticipants => Target.RunningParticipants;

    /// <inheritdoc/>
    public override ValueTask<ClockReport> CheckClockAsync(CancellationToken cancellationToken = default) => Target.CheckClockAsync(cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<StoreTotals?> ReadTotalsAsync(string? place, CancellationToken cancellationToken = default) => Target.ReadTotalsAsync(place, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Page<WalletTransaction>> ListTransactionsAsync(HistoryRange range, CancellationToken cancellationToken = default) =>
        Target.ListTransactionsAsync(range, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Page<WalletTransaction>> ListBackdatedAsync(BackdatedRange range, CancellationToken cancellationToken = default) =>
        Target.ListBackdatedAsync(range, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<BackdatedSum> SumBackdatedAsync(
        WalletId walletId, DateTimeOffset time, long afterVersion, long throughVersion, CancellationToken cancellationToken = default) =>
        Target.SumBackdatedAsync(walletId, time, afterVersion, throughVersion, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return target.DisposeAsync();
    }
}
