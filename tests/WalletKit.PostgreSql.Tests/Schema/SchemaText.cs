namespace WalletKit.PostgreSql.Tests.Schema;

/// <summary>The definition of a schema, in lines that do not depend on its name or on its creator.</summary>
internal static class SchemaText
{
    public static async Task<List<string>> ReadAsync(Sql sql, string schema)
    {
        var lines = await sql.ReadAsync(
            $"""
            SELECT c.relkind::text || ' ' || c.relname || ' ' || coalesce(array_to_string(c.reloptions, ','), '') FROM pg_class c WHERE c.relnamespace = '{schema}'::regnamespace
            UNION ALL
            SELECT 'column ' || c.relname || '.' || a.attname || ' ' || a.attnum || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull || ' ' || coalesce(l.collname, '')
                || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_collation l ON l.oid = a.attcollation LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
            WHERE c.relnamespace = '{schema}'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
            UNION ALL
            SELECT 'index ' || pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = '{schema}'::regnamespace
            UNION ALL
            SELECT 'constraint ' || k.conname || ' ' || c.relname || ' ' || k.convalidated || ' ' || pg_get_constraintdef(k.oid)
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE c.relnamespace = '{schema}'::regnamespace
            """,
            row => row.GetString(0).Replace($"{schema}.", "", StringComparison.Ordinal));
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }
}
