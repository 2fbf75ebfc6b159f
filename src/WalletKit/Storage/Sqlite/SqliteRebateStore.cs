using WalletKit.Stores;

namespace WalletKit.Storage.Sqlite;

/// <summary>The rebates of a <see cref="SqliteWalletStore"/>.</summary>
internal sealed class SqliteRebateStore(SqliteWalletStore store, TimeProvider timeProvider) : RebateStore
{
    public override async ValueTask<IReadOnlyList<ClaimedRebate>> ClaimAsync(
        Guid stamp, IReadOnlyCollection<string> policies, DateTimeOffset until, int limit, CancellationToken cancellationToken = default)
    {
        // Most looks find nothing, and must not cost the file a write.
        var hasDue = await store.ReadAsync(
            static (session, asked) => session.HasDueRebates(asked.policies, asked.Item2), (policies, timeProvider.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        return hasDue
            ? await store.WriteAsync(new ClaimRequest(stamp, policies, until, limit), cancellationToken).ConfigureAwait(false)
            : [];
    }

    public override async ValueTask ReleaseAsync(Guid stamp, CancellationToken cancellationToken = default) =>
        await store.WriteAsync(new ReleaseRequest(stamp), cancellationToken).ConfigureAwait(false);

    public override ValueTask<Rebate?> FindAsync(TransactionId deposit, CancellationToken cancellationToken = default) =>
        store.ReadAsync(static (session, id) => session.FindRebate(id), deposit, cancellationToken);

    public override ValueTask<Page<Rebate>> ListAsync(RebateStatus status, TransactionId? after, int limit, CancellationToken cancellationToken = default) =>
        store.ReadAsync(
            static (session, page) => session.ListRebates(page.status, page.after, page.limit),
            (status, after, limit),
            cancellationToken);

    public override ValueTask<DateTimeOffset?> FindOldestPendingAsync(CancellationToken cancellationToken = default) =>
        store.ReadAsync(static (session, _) => session.FindOldestPendingRebate(), 0, cancellationToken);

    public override ValueTask<int> CountDueAfterAsync(DateTimeOffset time, int limit, CancellationToken cancellationToken = default) =>
        store.ReadAsync(static (session, due) => session.CountRebatesDueAfter(due.time, due.limit), (time, limit), cancellationToken);

    public override ValueTask<IReadOnlyList<string>> ListPendingPoliciesAsync(CancellationToken cancellationToken = default) =>
        store.ReadAsync(static IReadOnlyList<string> (session, _) => session.ListPendingPolicies(), 0, cancellationToken);

    public override ValueTask<long> CountAsync(RebateStatus status, CancellationToken cancellationToken = default) =>
        store.ReadAsync(static (session, wanted) => session.CountRebates(wanted), status, cancellationToken);
}
