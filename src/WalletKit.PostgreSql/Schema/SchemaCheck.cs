using System.Globalization;
using Npgsql;
using WalletKit.Auditing;
using WalletKit.Storage.PostgreSql.Reading;
using WalletKit.Storage.PostgreSql.Rows;

namespace WalletKit.Storage.PostgreSql.Schema;

/// <summary>What only a look at whole tables, or at the schema itself, can tell.</summary>
internal sealed class SchemaCheck(PostgreSqlSchema schema)
{
    // The constraints that repeat what must never break, by the columns that they are on.
    private static readonly (string Table, string Columns)[] s_unique =
    [
        ("wallets", "id"),
        ("wallet_names", "owner_id, name"),
        ("holds", "wallet_id, number"),
        ("transactions", "wallet_id, sequence"),
        ("transactions", "wallet_id, rebate_of"),
        ("transactions", "wallet_id, reversal_of"),
        ("wallet_events", "wallet_id, version"),
        ("idempotency_keys", "wallet_id, key"),
        ("rebates", "wallet_id, deposit"),
        ("commits", "wallet_id, session, number"),
    ];

    // How many CHECKs and foreign keys there are. Their names are the server's own choice.
    private static readonly (string Table, long Checks, long ForeignKeys)[] s_constraints =
    [
        ("wallets", 14, 0),
        ("holds", 6, 0),
        ("transactions", 14, 3),
        ("wallet_events", 5, 0),
        ("idempotency_keys", 3, 0),
        ("rebates", 3, 0),
    ];

    private const string Constraints =
        """
        SELECT c.relname::text, count(*) FILTER (WHERE k.contype = 'c'), count(*) FILTER (WHERE k.contype = 'f')
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $1 GROUP BY c.relname
        """;

    private const string UniqueIndexes =
        """
        SELECT c.relname::text,
            (SELECT string_agg(a.attname, ', ' ORDER BY k.place) FROM unnest(i.indkey) WITH ORDINALITY k(number, place) JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $1 AND i.indisunique AND i.indisvalid
        """;

    private const string Unchecked =
        """
        SELECT c.relname::text, k.conname::text FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $1 AND NOT k.convalidated
        """;

    public async Task<IReadOnlyList<AuditFinding>> RunAsync(NpgsqlConnection connection, int limit, CancellationToken cancellationToken)
    {
        var findings = new List<AuditFinding>();
        var batch = new QueryBatch();
        var unique = new HashSet<(string Table, string Columns)>();
        batch.Add(UniqueIndexes, row => unique.Add((row.GetString(0), PostgreSqlRows.ReadText(row, 1) ?? "")), Parameter.Of(schema.Name));
        batch.Add(
            Unchecked,
            row => findings.Add(new AuditFinding(AuditFindingKind.SchemaChanged, null, $"The constraint {row.GetString(1)} of {row.GetString(0)} is not valid.")),
            Parameter.Of(schema.Name));
        var constraints = new Dictionary<string, (long Checks, long ForeignKeys)>(StringComparer.Ordinal);
        batch.Add(Constraints, row => constraints[row.GetString(0)] = (row.GetInt64(1), row.GetInt64(2)), Parameter.Of(schema.Name));
        AddOrphans(batch, findings, "transactions", "sequence", "sequence", limit);
        AddOrphans(batch, findings, "holds", "number", "number", limit);
        AddOrphans(batch, findings, "wallet_events", "version", "version", limit);
        AddOrphans(batch, findings, "idempotency_keys", "key", "left(x.key, 64)", limit);
        AddOrphans(batch, findings, "rebates", "deposit", "deposit", limit);
        AddOrphans(batch, findings, "wallet_names", "owner", "left(x.owner_id, 64)", limit);
        AddUnnamed(batch, findings, limit);
        AddDepositless(batch, findings, limit);
        await batch.RunAsync(connection, 0, cancellationToken).ConfigureAwait(false);
        findings.AddRange(s_unique.Where(key => !unique.Contains(key)).Select(static key =>
            new AuditFinding(AuditFindingKind.SchemaChanged, null, $"Nothing keeps ({key.Columns}) of {key.Table} unique.")));
        foreach (var (table, checks, foreignKeys) in s_constraints)
        {
            // What somebody added of his own is left alone.
            var (actualChecks, actualForeignKeys) = constraints.GetValueOrDefault(table);
            if (actualChecks < checks || actualForeignKeys < foreignKeys)
            {
                findings.Add(new AuditFinding(
                    AuditFindingKind.SchemaChanged,
                    null,
                    $"The table {table} has {actualChecks} CHECKs and {actualForeignKeys} foreign keys; this release makes {checks} and {foreignKeys}."));
            }
        }

        return findings.Count > limit ? findings[..limit] : findings;
    }

    private void AddOrphans(QueryBatch batch, List<AuditFinding> findings, string table, string what, string number, int limit) => batch.Add(
        $"""
        SELECT x.wallet_id, {number}::text FROM {schema[table]} x
        WHERE NOT EXISTS (SELECT 1 FROM {schema["wallets"]} w WHERE w.id = x.wallet_id) LIMIT $1
        """,
        row => findings.Add(new AuditFinding(
            AuditFindingKind.RowWithoutWallet,
            new WalletId(row.GetGuid(0)),
            string.Create(CultureInfo.InvariantCulture, $"Of {table}, {what} {row.GetString(1)}: there is no such wallet."))),
        Parameter.Of((long)limit));

    private void AddUnnamed(QueryBatch batch, List<AuditFinding> findings, int limit) => batch.Add(
        $"""
        SELECT w.id FROM {schema["wallets"]} w
        WHERE NOT EXISTS (SELECT 1 FROM {schema["wallet_names"]} n WHERE n.owner_id = w.owner_id AND n.name = w.name AND n.wallet_id = w.id) LIMIT $1
        """,
        row => findings.Add(new AuditFinding(AuditFindingKind.ReferenceBroken, new WalletId(row.GetGuid(0)), "wallet_names does not lead to the wallet by its owner and name.")),
        Parameter.Of((long)limit));

    private void AddDepositless(QueryBatch batch, List<AuditFinding> findings, int limit) => batch.Add(
        $"""
        SELECT r.wallet_id, r.deposit FROM {schema["rebates"]} r
        WHERE NOT EXISTS (SELECT 1 FROM {schema["transactions"]} t WHERE t.wallet_id = r.wallet_id AND t.sequence = r.deposit) LIMIT $1
        """,
        row => findings.Add(new AuditFinding(AuditFindingKind.ReferenceBroken, new WalletId(row.GetGuid(0)), "A rebate is of a deposit that is not there.") { Sequence = row.GetInt64(1) }),
        Parameter.Of((long)limit));
}
