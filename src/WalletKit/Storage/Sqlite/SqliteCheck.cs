using Microsoft.Data.Sqlite;
using WalletKit.Auditing;

namespace WalletKit.Storage.Sqlite;

/// <summary>What only SQLite, or a look at whole tables, can tell of a file.</summary>
internal static class SqliteCheck
{
    // The references by which a row belongs to a wallet, or a rebate to its deposit: each row that has none is named.
    private static readonly string[] Orphans =
    [
        "SELECT 'transactions', 'row ' || id || ', sequence ' || sequence, wallet_id FROM transactions WHERE wallet_id NOT IN (SELECT id FROM wallets)",
        "SELECT 'holds', 'number ' || number, wallet_id FROM holds WHERE wallet_id NOT IN (SELECT id FROM wallets)",
        "SELECT 'wallet_events', 'version ' || version, wallet_id FROM wallet_events WHERE wallet_id NOT IN (SELECT id FROM wallets)",
        "SELECT 'idempotency_keys', 'key ''' || substr(key, 1, 64) || '''', wallet_id FROM idempotency_keys WHERE wallet_id NOT IN (SELECT id FROM wallets)",
        "SELECT 'rebates', 'deposit row ' || deposit_id, NULL FROM rebates WHERE deposit_id NOT IN (SELECT id FROM transactions)",
    ];

    private const string UnnamedWallets =
        "SELECT id FROM wallets WHERE typeof(public_id) <> 'blob' OR length(public_id) <> 16";

    private const string References =
        """
        SELECT c."table", c.rowid, c.parent, k."from" FROM pragma_foreign_key_check c JOIN pragma_foreign_key_list(c."table") k ON k.id = c.fkid AND k.seq = 0
        WHERE NOT (c.parent = 'wallets' AND k."from" = 'wallet_id') AND NOT (c."table" = 'rebates' AND k."from" = 'deposit_id')
        """;

    private static readonly Lazy<Dictionary<string, string>> s_schema = new(ReadExpectedSchema);

    public static List<AuditFinding> Run(SqliteConnection connection, int limit)
    {
        var findings = new List<AuditFinding>();
        AddSchema(connection, findings);
        Add(connection, $"PRAGMA integrity_check({limit})", findings, AuditFindingKind.StoreDamaged, limit, static row => row.String(0) is var text && text != "ok" ? $"SQLite says: {text.TrimEnd()}." : null);
        Add(connection, UnnamedWallets, findings, AuditFindingKind.RowUnreadable, limit, static row => $"Row {row.Int64(0)} of wallets has no id.");
        foreach (var orphans in Orphans)
        {
            Add(
                connection, orphans, findings, AuditFindingKind.RowWithoutWallet, limit,
                static row => $"Of {row.String(0)}, {row.String(1)}: there is no {(row.IsNull(2) ? "such transaction" : $"row {row.Int64(2)} of wallets")}.");
        }

        Add(
            connection, References, findings, AuditFindingKind.ReferenceBroken, limit,
            static row => $"{(row.IsNull(1) ? "A row" : $"Row {row.Int64(1)}")} of {row.String(0)} refers by {row.String(3)} to a row of {row.String(2)} that is not there.");
        return findings;
    }

    private static void Add(
        SqliteConnection connection, string sql, List<AuditFinding> findings, AuditFindingKind kind, int limit, Func<Statement, string?> describe)
    {
        using var rows = new Statement(connection, sql);
        while (findings.Count < limit && rows.Step())
        {
            if (describe(rows) is { } message)
            {
                findings.Add(new AuditFinding(kind, null, message));
            }
        }
    }

    // What somebody added of his own is left alone.
    private static void AddSchema(SqliteConnection connection, List<AuditFinding> findings)
    {
        var actual = ReadSchema(connection);
        foreach (var (name, sql) in s_schema.Value)
        {
            if (actual.GetValueOrDefault(name) != sql)
            {
                findings.Add(new AuditFinding(AuditFindingKind.SchemaChanged, null, $"The {name} is {(actual.ContainsKey(name) ? "not as this release makes it" : "missing")}."));
            }
        }
    }

    private static Dictionary<string, string> ReadExpectedSchema()
    {
        using var connection = new SqliteConnection("Data Source=:memory:;Pooling=False");
        connection.Open();
        SqliteSchema.Current.Migrate(connection, ":memory:");
        return ReadSchema(connection);
    }

    private static Dictionary<string, string> ReadSchema(SqliteConnection connection)
    {
        using var rows = new Statement(connection, "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema");
        return rows.All(static row => KeyValuePair.Create(row.String(0), row.String(1))).DistinctBy(pair => pair.Key).ToDictionary();
    }
}
