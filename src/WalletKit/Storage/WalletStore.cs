using System.Data.Common;

namespace WalletKit.Stores;

/// <summary>The base of a store of wallets.</summary>
/// <remarks>
/// Every store has the abstract members. The virtual members have defaults, which a store with more to offer overrides. Each member that a later release adds
/// has a default as well. <see cref="Features"/> declares the features that a store may leave out.
/// </remarks>
public abstract class WalletStore : IWalletStore
{
    private const int EventsPerPage = 100;

    /// <summary>Gets the features that the store declares; none unless it overrides this.</summary>
    public virtual StoreFeatures Features => StoreFeatures.None;

    /// <inheritdoc/>
    public virtual IRebateStore Rebates => throw Missing(StoreFeatures.Rebates, "keeps no rebates");

    /// <inheritdoc/>
    public virtual IBookStore Books => throw Missing(StoreFeatures.Books, "shows no books");

    /// <inheritdoc/>
    public abstract ValueTask OpenAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public virtual ValueTask<BatchResult> ExecuteInAsync(DbTransaction transaction, CommandBatch batch, CancellationToken cancellationToken = default) =>
        throw Missing(StoreFeatures.HostTransactions, "works in no transaction of the host", nameof(ExecuteInAsync));

    /// <inheritdoc/>
    public abstract ValueTask<Wallet?> FindWalletAsync(WalletId walletId, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<Wallet?> FindWalletByNameAsync(string ownerId, string name, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<Page<Wallet>> ListWalletsAsync(string ownerId, string? after, int limit, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<Page<Wallet>> ListAllWalletsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<IReadOnlyList<Wallet>> ReadLatestAsync(IReadOnlyList<WalletId> walletIds, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<WalletTransaction?> FindTransactionAsync(TransactionId transactionId, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<TransactionAsOf> FindTransactionAsOfAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<Hold?> FindHoldAsync(HoldId holdId, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<Page<Hold>> ListOpenHoldsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<IReadOnlyList<WalletId>> ListExpiringWalletsAsync(int limit, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<Page<WalletEvent>> ListEventsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<Page<WalletTransaction>> ListTransactionsAsync(HistoryRange range, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<Page<WalletTransaction>> ListBackdatedAsync(BackdatedRange range, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<BackdatedSum> SumBackdatedAsync(
        WalletId walletId, DateTimeOffset time, long afterVersion, long throughVersion, CancellationToken cancellationToken = default);

    /// <summary>Lists time corrections of a wallet. Unless a store overrides this, they are looked for among all events.</summary>
    public virtual async ValueTask<IReadOnlyList<TimeCorrection>> ListTimeCorrectionsAsync(
        WalletId walletId, long after, int limit, CancellationToken cancellationToken = default)
    {
        List<TimeCorrection> corrections = [];
        for (var hasMore = true; hasMore && corrections.Count < limit;)
        {
            var page = await ListEventsAsync(walletId, after, EventsPerPage, cancellationToken).ConfigureAwait(false);
            corrections.AddRange(page
                .Where(static happened => happened.Type == WalletEventType.TimeCorrected)
                .Select(static happened => new TimeCorrection(happened.Version, happened.CreatedAt))
                .Take(limit - corrections.Count));
            after = page.Count > 0 ? page[^1].Version : after;
            hasMore = page.HasMore && page.Count > 0;
        }

        return corrections;
    }

    /// <summary>Lists erased wallets with texts that are not deleted yet; unless a store overrides this, none.</summary>
    /// <remarks>A store whose erasures delete the texts themselves has none.</remarks>
    public virtual ValueTask<IReadOnlyList<WalletId>> ListErasuresAsync(int limit, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new([]);
    }

    /// <summary>Deletes a piece of the texts that an erasure covers; unless a store overrides this, there is nothing to delete.</summary>
    public virtual ValueTask<bool> DeleteErasedTextsAsync(WalletId walletId, int limit, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(false);
    }

    /// <inheritdoc/>
    public virtual ValueTask<KeyDeletion> DeleteKeysAsync(TimeSpan age, KeyPlace? after, int limit, CancellationToken cancellationToken = default) =>
        throw Missing(StoreFeatures.KeyRetention, "keeps idempotency keys for ever", nameof(DeleteKeysAsync));

    /// <summary>Gets the participants that run in commits now; none unless a store overrides this.</summary>
    public virtual IReadOnlyList<RunningParticipant> RunningParticipants => [];

    /// <summary>Reports the state of the store's clock; unless a store overrides this, a report that finds nothing.</summary>
    public virtual ValueTask<ClockReport> CheckClockAsync(CancellationToken cancellationToken = default) => new(new ClockReport());

    /// <inheritdoc/>
    public virtual ValueTask<StoreTotals?> ReadTotalsAsync(string? place, CancellationToken cancellationToken = default) =>
        throw Missing(StoreFeatures.Totals, "sums no transactions", nameof(ReadTotalsAsync));

    /// <summary>Closes the store. A later call fails by name, with <see cref="StoreFailure.Closed"/>.</summary>
    public abstract ValueTask DisposeAsync();

    private NotSupportedException Missing(StoreFeatures feature, string what, string? member = null) => new(
        Features.HasFlag(feature)
            ? $"{GetType().Name} declares {nameof(StoreFeatures)}.{feature} and does not override {nameof(WalletStore)}.{member ?? $"{feature}"}."
            : $"{GetType().Name} {what}: it does not declare {nameof(StoreFeatures)}.{feature}.");
}
