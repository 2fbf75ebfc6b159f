using Npgsql;
using NpgsqlTypes;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;
using WalletKit.PostgreSql.Schema;
using WalletKit.PostgreSql.Writing;
using WalletKit.Rules;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Auditing;

/// <summary>
/// Reads all rows of many small wallets in a few round trips. Most wallets are small, and an audit that asks for the rows of each takes longer to wait than to
/// compare. A wallet with many rows or long texts is left out, so that the memory is bounded.
/// </summary>
internal sealed class ReadAhead(PostgreSqlSchema schema)
{
    // One page of wallets then takes a few megabytes at most.
    private const int MaxRows = 40;
    private const int MaxTextBytes = 10_000;

    // After the columns of a wallet.
    private static readonly Column s_newestVersion = WalletColumns.All.After("n.newest_version");
    private static readonly Column s_textSecret = WalletColumns.TextSecretAfter(1);
    private static readonly Column s_keySecret = WalletColumns.KeySecretAfter(1);

    private static readonly ColumnList s_reversed = new();
    private static readonly Column s_reversedWallet = s_reversed.Add("wanted.id");
    private static readonly Column s_reversedVersion = s_reversed.Add("t.reversal_of");
    private static readonly Column s_reversedBy = s_reversed.Add("t.version");

    private readonly string _small =
        $"""
        SELECT w.id FROM unnest($1) AS wanted(id) CROSS JOIN LATERAL (SELECT id FROM {schema["wallets"]} WHERE id = wanted.id LIMIT 1) w
        WHERE {Few(schema, "journal", "0")} AND {Few(schema, "holds", SizeOf("reference", "metadata::text"))} AND {Few(schema, "idempotency_keys", SizeOf("result::text"))}
            AND {Few(schema, "rebates", SizeOf("reason"))} AND {Few(schema, "texts", SizeOf("reference", "metadata::text", "reason", "actor"))}
        """;

    private readonly string _states =
        $"""
        SELECT {PostgreSqlTables.Wallets.Columns}, {s_newestVersion.Name}, {s_textSecret.Name}, {s_keySecret.Name}
        FROM unnest($1) AS wanted(id) CROSS JOIN LATERAL (SELECT * FROM {schema["wallets"]} WHERE id = wanted.id LIMIT 1) w {PostgreSqlTables.Newest(schema)}
            CROSS JOIN LATERAL (SELECT max(version) AS newest_version FROM {schema["journal"]} WHERE wallet_id = wanted.id) n
        """;

    private readonly string _holds = Of(schema, PostgreSqlTables.Holds.Columns, "h", Rows(schema, "holds", "number"), "number");
    private readonly string _journal = Of(schema, PostgreSqlTables.Journal.Columns, "j", PostgreSqlTables.WithTexts(schema, Rows(schema, "journal", "version")), "version");
    private readonly string _keys = Of(schema, PostgreSqlTables.Keys.Columns, "k", Rows(schema, "idempotency_keys", "key"), "key");

    private readonly string _rebates = Of(schema, PostgreSqlTables.Rebates.Columns, "r", Rows(schema, "rebates", "deposit"), "deposit");

    private readonly string _reversals =
        $"""
        SELECT {s_reversed.Names}
        FROM unnest($1) AS wanted(id) CROSS JOIN LATERAL (
            SELECT reversal_of, version FROM {schema["journal"]} WHERE wallet_id = wanted.id AND reversal_of IS NOT NULL LIMIT {MaxRows}) t
        """;

    /// <summary>Reads the rows of those wallets that are small. Their references are not resolved.</summary>
    /// <param name="connection">A connection in a transaction that sees one snapshot.</param>
    /// <param name="walletIds">The wallets.</param>
    /// <param name="states">The place for what their entries may refer to within the wallet.</param>
    /// <param name="timeoutSeconds">The time that the server has for each round trip; 0 for no limit.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<Dictionary<WalletId, WalletRows>> RunAsync(
        NpgsqlConnection connection, IReadOnlyList<WalletId> walletIds, LoadedStates states, int timeoutSeconds, CancellationToken cancellationToken)
    {
        var small = new List<WalletId>();
        var batch = new QueryBatch();
        batch.Add(PostgreSqlReader.ByKey, static _ => { });
        batch.Add(_small, row => small.Add(PostgreSqlRows.ReadWalletId(row)), IdsOf(walletIds));
        await batch.RunAsync(connection, timeoutSeconds, cancellationToken).ConfigureAwait(false);

        var wallets = new Dictionary<WalletId, WalletRows>();
        batch.Add(_states, row => AddState(row, wallets), IdsOf(small));
        batch.Add(_holds, row => wallets.GetValueOrDefault(IdOf(row, HoldColumns.WalletId))?.Holds.Add(BookRows.Read(row, PostgreSqlRows.ReadHold, HoldColumns.Number)), IdsOf(small));
        batch.Add(_journal, row => wallets.GetValueOrDefault(IdOf(row, WalletColumns.Id))?.Journal.Add(BookRows.Read(row, PostgreSqlRows.ReadEntry, WalletColumns.Version)), IdsOf(small));
        batch.Add(_keys, row => wallets.GetValueOrDefault(IdOf(row, KeyColumns.WalletId))?.Keys.Add(BookRows.ReadKey(row)), IdsOf(small));
        var (rebates, reversals) = (new List<Rebate>(), new List<(TransactionId Of, long By)>());
        batch.Add(_rebates, row => rebates.Add(PostgreSqlRows.ReadRebate(row)), IdsOf(small));
        batch.Add(_reversals, row => reversals.Add((new TransactionId(IdOf(row, s_reversedWallet), PostgreSqlRows.Row(row).Int64(s_reversedVersion)), PostgreSqlRows.Row(row).Int64(s_reversedBy))), IdsOf(small));
        await batch.RunAsync(connection, timeoutSeconds, cancellationToken).ConfigureAwait(false);

        states.Expect(TransactionsOf(wallets.Values));
        rebates.ForEach(states.Put);
        reversals.ForEach(reversal => states.PutReversal(reversal.Of, reversal.By));
        foreach (var entry in wallets.Values.SelectMany(static rows => rows.Journal))
        {
            if (entry.Value?.Transaction is { } transaction)
            {
                states.Put(transaction);
            }
        }

        return wallets;
    }

    // All that was found for a wallet is all that there is, so nothing of it is asked for again.
    private static StateNeeds TransactionsOf(IEnumerable<WalletRows> wallets)
    {
        var needs = new StateNeeds();
        foreach (var rows in wallets)
        {
            foreach (var entry in rows.Journal.Where(static entry => entry.Value?.Transaction is not null))
            {
                var id = new TransactionId(rows.State.Wallet!.Id, entry.Number);
                needs.Rebates.Add(id);
                needs.Reversals.Add(id);
            }
        }

        return needs;
    }

    // A wallet that cannot be read is left out. Its own read says what is wrong with it.
    private static void AddState(NpgsqlDataReader row, Dictionary<WalletId, WalletRows> wallets)
    {
        if (UnreadableRow.TryRead(row, PostgreSqlRows.ReadWallet) is ({ } wallet, _))
        {
            var state = new BookState(wallet) { NewestVersion = PostgreSqlRows.Row(row).Int64OrNull(s_newestVersion) ?? 0 };
            wallets[wallet.Id] = new WalletRows(state, StoredRows.ReadSecrets(PostgreSqlRows.Row(row), s_textSecret, s_keySecret));
        }
    }

    private static WalletId IdOf(NpgsqlDataReader row, Column column) => PostgreSqlRows.Row(row).WalletId(column);

    private static NpgsqlParameter IdsOf(IReadOnlyList<WalletId> walletIds) => Parameter.Of(walletIds, NpgsqlDbType.Uuid, static id => id.Value);

    private static string SizeOf(params string[] texts) => string.Join(" + ", texts.Select(static text => $"coalesce(octet_length({text}), 0)"));

    private static string Few(PostgreSqlSchema schema, string table, string size) =>
        $"""
        (SELECT count(*) <= {MaxRows} AND coalesce(sum(size), 0) <= {MaxTextBytes} FROM (SELECT {size} AS size FROM {schema[table]} WHERE wallet_id = w.id LIMIT {MaxRows + 1}) few)
        """;

    private static string Rows(PostgreSqlSchema schema, string table, string key) => $"SELECT * FROM {schema[table]} WHERE wallet_id = wanted.id ORDER BY {key} LIMIT {MaxRows}";

    private static string Of(PostgreSqlSchema schema, string columns, string alias, string rows, string key) =>
        $"""
        SELECT {columns}
        FROM unnest($1) WITH ORDINALITY AS wanted(id, place) CROSS JOIN LATERAL (SELECT * FROM {schema["wallets"]} WHERE id = wanted.id LIMIT 1) w CROSS JOIN LATERAL ({rows}) {alias}
        ORDER BY wanted.place, {alias}.{key}
        """;
}
