using Npgsql;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;
using WalletKit.Storage.Relational;

namespace WalletKit.PostgreSql.Schema;

/// <summary>
/// Compares the schema with the tables of this release, in the words of the same server: the check makes the tables once more, as temporary ones, in a transaction that it
/// rolls back. An object that somebody added to the schema is no finding.
/// </summary>
internal static class SchemaCheck
{
    private static readonly ColumnList s_columns = new();
    private static readonly Column s_table = s_columns.Add("described.relation");
    private static readonly Column s_part = s_columns.Add("described.part");

    // The description lists, for the tables and views of one schema, the columns, the constraints, and the indexes with their expressions and their row conditions.
    private static readonly string s_description =
        $"""
        SELECT {s_columns.Names} FROM (
        SELECT c.relname::text, 'column ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = $1 AND c.relkind IN ('r', 'p', 'v') AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT c.relname::text, 'constraint ' || regexp_replace(pg_get_constraintdef(k.oid), ' REFERENCES [^ (]*\.', ' REFERENCES ')
            FROM pg_class c JOIN pg_constraint k ON k.conrelid = c.oid WHERE c.relnamespace = $1 AND k.contype IN ('c', 'f', 'p', 'u')
        UNION ALL
        SELECT c.relname::text, CASE WHEN i.indisunique THEN 'unique ' ELSE '' END || 'index over '
                || (SELECT string_agg(pg_get_indexdef(i.indexrelid, place, true), ', ' ORDER BY place) FROM generate_series(1, i.indnkeyatts) place)
                || coalesce(' where ' || pg_get_expr(i.indpred, i.indrelid), '')
            FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid WHERE c.relnamespace = $1 AND i.indisvalid) AS described(relation, part)
        """;

    private static readonly ColumnList s_constraint = new();
    private static readonly Column s_constraintTable = s_constraint.Add("c.relname::text");
    private static readonly Column s_constraintName = s_constraint.Add("k.conname::text");

    private static readonly string s_unchecked =
        $"""
        SELECT {s_constraint.Names} FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
        WHERE c.relnamespace = $1 AND NOT k.convalidated
        """;

    public static ValueTask<List<AuditFinding>> RunAsync(PostgreSqlReader reader, PostgreSqlSchema schema, CancellationToken cancellationToken) =>
        reader.TakeBackAsync(connection => RunAsync(connection, schema, cancellationToken), cancellationToken);

    private static async Task<List<AuditFinding>> RunAsync(NpgsqlConnection connection, PostgreSqlSchema schema, CancellationToken cancellationToken)
    {
        var findings = new List<AuditFinding>();
        var actual = new HashSet<(string Table, string Part)>();
        var expected = new HashSet<(string Table, string Part)>();
        var script = new NpgsqlCommand($"SET LOCAL search_path TO pg_temp; {schema.TablesScript}", connection);
        await using (script.ConfigureAwait(false))
        {
            await script.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        var batch = new QueryBatch();
        batch.Add(Of("$1"), row => actual.Add(ReadPart(row)), Parameter.Of(schema.Name));
        batch.Add(s_description.Replace("$1", "pg_my_temp_schema()", StringComparison.Ordinal), row => expected.Add(ReadPart(row)));
        batch.Add(
            s_unchecked.Replace("$1", Namespace("$1"), StringComparison.Ordinal),
            row => findings.Add(new AuditFinding { Kind = AuditFindingKind.SchemaChanged, WalletId = null, Message = $"The constraint {PostgreSqlRows.Row(row).Text(s_constraintName)} of {PostgreSqlRows.Row(row).Text(s_constraintTable)} is not valid." }),
            Parameter.Of(schema.Name));
        await batch.RunAsync(connection, 0, cancellationToken).ConfigureAwait(false);
        findings.AddRange(expected.Where(part => !actual.Contains(part)).Order().Select(static part =>
            new AuditFinding { Kind = AuditFindingKind.SchemaChanged, WalletId = null, Message = $"The table {part.Table} lacks: {part.Part}." }));
        return findings;
    }

    private static (string Table, string Part) ReadPart(NpgsqlDataReader row) => (PostgreSqlRows.Row(row).Text(s_table), PostgreSqlRows.Row(row).Text(s_part));

    private static string Of(string name) => s_description.Replace("$1", Namespace(name), StringComparison.Ordinal);

    private static string Namespace(string name) => $"(SELECT n.oid FROM pg_namespace n WHERE n.nspname = {name})";
}
