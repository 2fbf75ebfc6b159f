using WalletKit.Rebates;
using WalletKit.Storage.PostgreSql.Reading;
using WalletKit.Storage.PostgreSql.Rows;
using WalletKit.Storage.PostgreSql.Schema;
using WalletKit.Storage.Tables;

namespace WalletKit.Storage.PostgreSql.Rebates;

/// <summary>The rebates of a <see cref="PostgreSqlWalletStore"/>.</summary>
internal sealed class PostgreSqlRebateStore(PostgreSqlWalletStore store, PostgreSqlSchema schema, RebateNews news, TimeProvider timeProvider) : IRebateStore
{
    // What others are claiming or settling right now is passed over; what they claimed before is not due.
    private readonly string _claim =
        $"""
        WITH due AS (
            SELECT wallet_id, deposit, due_at, noted_at, place FROM {schema["rebates"]} WHERE status = 'pending' AND due_at <= $3
            ORDER BY due_at, noted_at, place, wallet_id, deposit LIMIT $4 FOR UPDATE SKIP LOCKED),
        claimed AS (
            UPDATE {schema["rebates"]} r SET claim = $1, due_at = $2 FROM due WHERE r.wallet_id = due.wallet_id AND r.deposit = due.deposit
            RETURNING {PostgreSqlRows.RebateColumns}, due.due_at AS was_due_at, due.noted_at, due.place)
        SELECT {PostgreSqlRows.RebateColumns}, {PostgreSqlRows.TransactionColumns}, w.owner_id
        FROM claimed r JOIN {schema["transactions"]} t ON t.wallet_id = r.wallet_id AND t.sequence = r.deposit JOIN {schema["wallets"]} w ON w.id = r.wallet_id
        ORDER BY r.was_due_at, r.noted_at, r.place, r.wallet_id, r.deposit
        """;

    // Locked in the order in which commits lock them.
    private readonly string _release =
        $"""
        WITH claimed AS (
            SELECT wallet_id, deposit FROM {schema["rebates"]} WHERE status = 'pending' AND claim = $1 ORDER BY wallet_id, deposit FOR UPDATE)
        UPDATE {schema["rebates"]} r SET claim = NULL, due_at = $2 FROM claimed WHERE r.wallet_id = claimed.wallet_id AND r.deposit = claimed.deposit
        """;

    public async ValueTask<IReadOnlyList<ClaimedRebate>> ClaimAsync(Guid stamp, DateTimeOffset until, int limit, CancellationToken cancellationToken = default)
    {
        var reader = await store.OpenReaderAsync(cancellationToken).ConfigureAwait(false);

        // One statement, which is a transaction of its own: past this point it is not canceled, as nobody could say then whose they are.
        return await reader.ListAsync(
            _claim,
            static row => new ClaimedRebate(
                PostgreSqlRows.ReadRebate(row),
                PostgreSqlRows.ReadTransaction(row, PostgreSqlRows.RebateColumnCount),
                row.GetString(PostgreSqlRows.RebateColumnCount + PostgreSqlRows.TransactionColumnCount)),
            CancellationToken.None,
            Parameter.Of(stamp),
            Parameter.Of(until),
            Parameter.Of(timeProvider.GetUtcNow()),
            Parameter.Of((long)limit)).ConfigureAwait(false);
    }

    public async ValueTask ReleaseAsync(Guid stamp, CancellationToken cancellationToken = default)
    {
        var reader = await store.OpenReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ListAsync(_release, static _ => true, CancellationToken.None, Parameter.Of(stamp), Parameter.Of(timeProvider.GetUtcNow())).ConfigureAwait(false);
    }

    public async ValueTask<Rebate?> FindAsync(TransactionId deposit, CancellationToken cancellationToken = default) =>
        await (await store.OpenReaderAsync(cancellationToken).ConfigureAwait(false)).FindAsync(
            $"SELECT {PostgreSqlRows.RebateColumns} FROM {schema["rebates"]} r WHERE r.wallet_id = $1 AND r.deposit = $2",
            PostgreSqlRows.ReadRebate,
            cancellationToken,
            Parameter.Of(deposit.WalletId),
            Parameter.Of(deposit.Sequence)).ConfigureAwait(false);

    // The name is put into the text, not bound, so that the server can see that the index of the dead ones serves.
    public async ValueTask<Page<Rebate>> ListAsync(RebateStatus status, TransactionId? after, int limit, CancellationToken cancellationToken = default)
    {
        var reader = await store.OpenReaderAsync(cancellationToken).ConfigureAwait(false);
        var select = $"SELECT r.* FROM {schema["rebates"]} r WHERE r.status = '{StoredNames.Of(status)}'";
        if (after is not { } deposit)
        {
            return await reader.ReadPageAsync(Page(select), PostgreSqlRows.ReadRebate, cancellationToken, Parameter.Of((long)limit)).ConfigureAwait(false);
        }

        var page = await reader.ReadPageAsync(
            Page(
                $"""
                {select} AND (r.noted_at, r.place, r.wallet_id, r.deposit) > (SELECT a.noted_at, a.place, a.wallet_id, a.deposit FROM {schema["rebates"]} a WHERE a.wallet_id = $2 AND a.deposit = $3)
                """),
            PostgreSqlRows.ReadRebate,
            cancellationToken,
            Parameter.Of((long)limit),
            Parameter.Of(deposit.WalletId),
            Parameter.Of(deposit.Sequence)).ConfigureAwait(false);

        // Without the row to go on after, nothing comes after it, which must not pass for the end of the list.
        return page.Count > 0 || await FindAsync(deposit, cancellationToken).ConfigureAwait(false) is not null
            ? page
            : throw new WalletStoreException(StoreFailure.Corrupt, $"transaction {deposit} has earned no rebate to go on after.");
    }

    public async ValueTask<DateTimeOffset?> FindOldestPendingAsync(CancellationToken cancellationToken = default) =>
        await (await store.OpenReaderAsync(cancellationToken).ConfigureAwait(false)).FindAsync(
            $"SELECT min(earned_at) FROM {schema["rebates"]} WHERE status = 'pending'",
            static row => row.IsDBNull(0) ? (DateTimeOffset?)null : PostgreSqlRows.ReadTime(row, 0),
            cancellationToken).ConfigureAwait(false);

    public async ValueTask<long> CountAsync(RebateStatus status, CancellationToken cancellationToken = default) =>
        await (await store.OpenReaderAsync(cancellationToken).ConfigureAwait(false)).FindAsync(
            $"SELECT count(*) FROM {schema["rebates"]} WHERE status = '{StoredNames.Of(status)}'", static row => row.GetInt64(0), cancellationToken).ConfigureAwait(false);

    private static string Page(string rows) => PageQuery.Create(
        PostgreSqlRows.RebateColumns,
        rows,
        "r",
        "",
        "r.noted_at, r.place, r.wallet_id, r.deposit",
        $"{PageQuery.SizeOf("r.policy")} + {PageQuery.SizeOf("r.terms")} + {PageQuery.SizeOf("r.reason")}",
        "$1");

    public ValueTask WaitForEarnedAsync(CancellationToken cancellationToken = default) => news.WaitAsync(cancellationToken);
}
