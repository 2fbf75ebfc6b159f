using NpgsqlTypes;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;
using WalletKit.PostgreSql.Schema;
using WalletKit.PostgreSql.Writing;
using WalletKit.Rules;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Rebates;

/// <summary>The rebates of a <see cref="PostgreSqlWalletStore"/>.</summary>
internal sealed class PostgreSqlRebateStore(PostgreSqlWalletStore store, PostgreSqlSchema schema, RebateNews news, PostgreSqlClock clock) : RebateStore
{
    // The order in which rebates were earned.
    private const string Order = "r.noted_at, r.place, r.wallet_id, r.deposit";

    // The statement passes over rebates that other processors are claiming or settling right now. Rebates that they claimed before are not due.
    private readonly string _claim =
        $"""
        WITH due AS (
            SELECT d.* FROM unnest($5) AS wanted(policy) CROSS JOIN LATERAL (
                SELECT {KeyedUpdate.Place}, due_at, noted_at, place FROM {schema["rebates"]}
                WHERE status = 'pending' AND policy = wanted.policy AND due_at <= {PostgreSqlClock.Sql("$3")}
                ORDER BY due_at, noted_at, place LIMIT $4 FOR UPDATE SKIP LOCKED) d
            ORDER BY d.due_at, d.noted_at, d.place LIMIT $4),
        claimed AS (
            UPDATE {schema["rebates"]} r SET claim = $1, due_at = {PostgreSqlClock.Sql("$3")} + $2 * interval '1 microsecond' FROM due WHERE {KeyedUpdate.IsAt("r", "due")}
            RETURNING {PostgreSqlTables.Rebates.Columns}, due.due_at AS was_due_at, due.noted_at, due.place)
        SELECT {PostgreSqlTables.Rebates.Columns}, {PostgreSqlTables.Transactions.Columns}, w.owner_id, w.name
        FROM claimed r
            CROSS JOIN LATERAL ({PostgreSqlTables.WithTexts(schema, $"SELECT * FROM {schema["journal"]} WHERE wallet_id = r.wallet_id AND version = r.deposit AND amount IS NOT NULL LIMIT 1")}) t
            CROSS JOIN LATERAL (SELECT * FROM {schema["wallets"]} WHERE id = r.wallet_id LIMIT 1) w
        ORDER BY r.was_due_at, r.noted_at, r.place
        """;

    // Locked in the order in which commits lock them. The order is one of whole rows, which no index has: the server would go through all rebates by an index that has it.
    private readonly string _release =
        $"""
        WITH claimed AS (
            SELECT {KeyedUpdate.Place} FROM {schema["rebates"]} WHERE status = 'pending' AND claim = $1 ORDER BY ROW(wallet_id, deposit) FOR UPDATE)
        UPDATE {schema["rebates"]} r SET claim = NULL, due_at = {PostgreSqlClock.Sql("$2")} FROM claimed WHERE {KeyedUpdate.IsAt("r", "claimed")}
        """;

    public override async ValueTask<IReadOnlyList<ClaimedRebate>> ClaimAsync(
        Guid stamp, IReadOnlyCollection<string> policies, DateTimeOffset until, int limit, CancellationToken cancellationToken = default)
    {
        var reader = await store.OpenReaderAsync(cancellationToken).ConfigureAwait(false);
        await clock.CheckAsync(reader, cancellationToken).ConfigureAwait(false);

        // The server gets the length of the claim, because another clock than this host's may decide when the claim ends.
        var now = clock.HostNow;

        // Past this point the claim is not canceled, because the caller could not tell then which rebates it has claimed.
        return await reader.WriteAsync(
            _claim,
            PostgreSqlRows.ReadClaimed,
            Parameter.Of(stamp),
            Parameter.Of(PostgreSqlTime.MicrosecondsBetween(now, until)),
            clock.ParameterNow(now),
            Parameter.Of((long)limit),
            Parameter.Of([.. policies], NpgsqlDbType.Text, static policy => policy)).ConfigureAwait(false);
    }

    public override async ValueTask ReleaseAsync(Guid stamp, CancellationToken cancellationToken = default)
    {
        var reader = await store.OpenReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.WriteAsync(_release, static _ => true, Parameter.Of(stamp), clock.ParameterNow()).ConfigureAwait(false);
    }

    public override async ValueTask<Rebate?> FindAsync(TransactionId deposit, CancellationToken cancellationToken = default) =>
        await (await store.OpenReaderAsync(cancellationToken).ConfigureAwait(false)).FindAsync(
            $"SELECT {PostgreSqlTables.Rebates.Columns} FROM {schema["rebates"]} r WHERE r.wallet_id = $1 AND r.deposit = $2",
            PostgreSqlRows.ReadRebate,
            cancellationToken,
            Parameter.Of(deposit.WalletId),
            Parameter.Of(deposit.Version)).ConfigureAwait(false);

    public override async ValueTask<Page<Rebate>> ListAsync(RebateStatus status, TransactionId? after, int limit, CancellationToken cancellationToken = default)
    {
        var reader = await store.OpenReaderAsync(cancellationToken).ConfigureAwait(false);
        if (after is not { } deposit)
        {
            return await reader.ReadPageAsync(FirstPage(schema, status), PostgreSqlRows.ReadRebate, cancellationToken, Parameter.Of((long)limit)).ConfigureAwait(false);
        }

        var page = await reader.ReadPageAsync(
            NextPage(schema, status),
            PostgreSqlRows.ReadRebate,
            cancellationToken,
            Parameter.Of((long)limit),
            Parameter.Of(deposit.WalletId),
            Parameter.Of(deposit.Version)).ConfigureAwait(false);

        // Without the row to go on after, nothing comes after it, which must not pass for the end of the list.
        return page.Count > 0 || await FindAsync(deposit, cancellationToken).ConfigureAwait(false) is not null
            ? page
            : throw new WalletStoreException(StoreFailure.Corrupt, $"transaction {deposit} has earned no rebate to go on after.");
    }

    public override async ValueTask<DateTimeOffset?> FindOldestPendingAsync(CancellationToken cancellationToken = default) =>
        await (await store.OpenReaderAsync(cancellationToken).ConfigureAwait(false)).FindAsync(
            $"SELECT r.earned_at FROM ({InStatus(schema, RebateStatus.Pending)}) r ORDER BY {Order} LIMIT 1",
            static row => PostgreSqlRows.Row(row).TimeOrNull(Column.Only),
            cancellationToken).ConfigureAwait(false);

    public override async ValueTask<int> CountDueAfterAsync(DateTimeOffset time, int limit, CancellationToken cancellationToken = default) =>
        await (await store.OpenReaderAsync(cancellationToken).ConfigureAwait(false)).FindAsync(
            $"""
            {PendingPolicies(schema)}
            SELECT count(*)::integer FROM (
                SELECT 1 FROM pending CROSS JOIN LATERAL (
                    SELECT 1 FROM {schema["rebates"]} r WHERE r.status = 'pending' AND r.policy = pending.policy AND r.due_at > $1 LIMIT $2) later
                WHERE pending.policy IS NOT NULL LIMIT $2) due
            """,
            static row => PostgreSqlRows.Row(row).Int32(Column.Only),
            cancellationToken,
            Parameter.Of(time),
            Parameter.Of((long)limit)).ConfigureAwait(false);

    public override async ValueTask<IReadOnlyList<string>> ListPendingPoliciesAsync(CancellationToken cancellationToken = default) =>
        await (await store.OpenReaderAsync(cancellationToken).ConfigureAwait(false)).ListAsync(
            $"{PendingPolicies(schema)} SELECT policy FROM pending WHERE policy IS NOT NULL",
            static row => PostgreSqlRows.Row(row).Text(Column.Only),
            cancellationToken).ConfigureAwait(false);

    public override async ValueTask<long> CountAsync(RebateStatus status, CancellationToken cancellationToken = default) =>
        await (await store.OpenReaderAsync(cancellationToken).ConfigureAwait(false)).FindAsync(
            $"SELECT count(*) FROM {schema["rebates"]} WHERE status = '{StoredNames.Of(status)}'", static row => PostgreSqlRows.Row(row).Int64(Column.Only), cancellationToken).ConfigureAwait(false);

    /// <summary>The statement for the first page of the rebates in a state, at most $1. The index of states gives them in their order.</summary>
    internal static string FirstPage(PostgreSqlSchema schema, RebateStatus status) => Page(InStatus(schema, status));

    /// <summary>The statement for the page, at most $1, after the rebate of deposit $3 of wallet $2.</summary>
    internal static string NextPage(PostgreSqlSchema schema, RebateStatus status) => Page(
        $"""
        {InStatus(schema, status)} AND (r.noted_at, r.place, r.wallet_id, r.deposit) > (SELECT a.noted_at, a.place, a.wallet_id, a.deposit FROM {schema["rebates"]} a WHERE a.wallet_id = $2 AND a.deposit = $3)
        """);

    // The index of states is over this expression, and the condition must be written in the same way to use it.
    private static string InStatus(PostgreSqlSchema schema, RebateStatus status) => $"SELECT r.* FROM {schema["rebates"]} r WHERE r.status || '' = '{StoredNames.Of(status)}'";

    private static string Page(string rows) => PageQuery.Create(
        PostgreSqlTables.Rebates.Columns,
        rows,
        "r",
        "",
        Order,
        $"{PageQuery.SizeOf("r.policy")} + {PageQuery.SizeOf("r.terms")} + {PageQuery.SizeOf("r.reason")}",
        "$1");

    public override ValueTask WaitForEarnedAsync(CancellationToken cancellationToken = default) => news.WaitAsync(cancellationToken);

    // From one name to the next by the index, however many are pending under each.
    private static string PendingPolicies(PostgreSqlSchema schema) =>
        $"""
        WITH RECURSIVE pending (policy) AS (
            (SELECT policy FROM {schema["rebates"]} WHERE status = 'pending' ORDER BY policy LIMIT 1)
            UNION ALL
            SELECT (SELECT r.policy FROM {schema["rebates"]} r WHERE r.status = 'pending' AND r.policy > pending.policy ORDER BY r.policy LIMIT 1)
            FROM pending WHERE pending.policy IS NOT NULL)
        """;
}
