using WalletKit.Rebates;

namespace WalletKit.Storage.Sqlite;

/// <summary>The rebates of a <see cref="SqliteWalletStore"/>.</summary>
internal sealed class SqliteRebateStore(SqliteWalletStore store, TimeProvider timeProvider) : IRebateStore
{
    public async ValueTask<IReadOnlyList<ClaimedRebate>> ClaimAsync(Guid stamp, DateTimeOffset until, int limit, CancellationToken cancellationToken = default)
    {
        // Most looks find nothing, and must not cost the file a write.
        var hasDue = await store.ReadAsync(static (session, now) => session.HasDueRebates(now), timeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        return hasDue
            ? await store.WriteAsync(new ClaimRequest(stamp, until, limit), cancellationToken).ConfigureAwait(false)
            : [];
    }

    public async ValueTask ReleaseAsync(Guid stamp, CancellationToken cancellationToken = default) =>
        await store.WriteAsync(new ReleaseRequest(stamp), cancellationToken).ConfigureAwait(false);

    public ValueTask<Rebate?> FindAsync(TransactionId deposit, CancellationToken cancellationToken = default) =>
        store.ReadAsync(static (session, id) => session.FindRebate(id), deposit, cancellationToken);

    public ValueTask<Page<Rebate>> ListAsync(RebateStatus status, TransactionId? after, int limit, CancellationToken cancellationToken = default) =>
        store.ReadAsync(
            static (session, page) => session.ListRebates(page.status, page.after, page.limit),
            (status, after, limit),
            cancellationToken);

    public ValueTask<DateTimeOffset?> FindOldestPendingAsync(CancellationToken cancellationToken = default) =>
        store.ReadAsync(static (session, _) => session.FindOldestPendingRebate(), 0, cancellationToken);

    public ValueTask<long> CountAsync(RebateStatus status, CancellationToken cancellationToken = default) =>
        store.ReadAsync(static (session, wanted) => session.CountRebates(wanted), status, cancellationToken);
}
