using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using WalletKit.Storage.Books;
using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>Finds the faults of a file that only SQLite, or a look at whole tables, can find.</summary>
/// <param name="connection">A connection that has no other use.</param>
/// <param name="entriesPerTotal">How many entries have one stored sum.</param>
/// <param name="isShared">Whether the file has tables of others, whose damage is not a finding.</param>
/// <param name="limit">The highest number of findings.</param>
/// <param name="cancellationToken">Ends the check in the middle of any read.</param>
internal sealed class SqliteCheck(SqliteConnection connection, int entriesPerTotal, bool isShared, int limit, CancellationToken cancellationToken)
{
    // Steps of SQLite's machine, or pages: a few milliseconds.
    private const int StepsPerLook = 1_000;

    private const int MaxShownLength = 200;

    private const string Table = "table ";

    private const string UnnamedWallets =
        "SELECT id FROM walletkit_wallets WHERE typeof(public_id) <> 'blob' OR length(public_id) <> 16";

    private static readonly ColumnList s_reference = new();
    private static readonly Column s_referenceTable = s_reference.Add("c.\"table\"");
    private static readonly Column s_referenceRow = s_reference.Add("c.rowid");
    private static readonly Column s_referenceParent = s_reference.Add("c.parent");
    private static readonly Column s_referenceColumn = s_reference.Add("k.\"from\"");

    private static readonly string s_references =
        $"""
        SELECT {s_reference.Names} FROM sqlite_schema s JOIN pragma_foreign_key_check(s.name) c JOIN pragma_foreign_key_list(c."table") k ON k.id = c.fkid AND k.seq = 0
        WHERE s.type = 'table' AND s.name LIKE 'walletkit\_%' ESCAPE '\' AND NOT (c.parent = 'walletkit_wallets' AND k."from" = 'wallet_id') AND NOT (c."table" = 'walletkit_rebates' AND k."from" = 'deposit_id')
        """;

    private static readonly ColumnList s_orphan = new();
    private static readonly Column s_orphanTable = s_orphan.Add("owned");
    private static readonly Column s_orphanRow = s_orphan.Add("named");
    private static readonly Column s_orphanWallet = s_orphan.Add("wallet");

    // The references by which a row belongs to a wallet, or a rebate to its deposit: each row that has none is named.
    private static readonly string[] s_orphans =
    [
        "SELECT 'journal' AS owned, 'row ' || id || ', version ' || version AS named, wallet_id AS wallet FROM walletkit_journal WHERE wallet_id NOT IN (SELECT id FROM walletkit_wallets)",
        "SELECT 'holds' AS owned, 'number ' || number AS named, wallet_id AS wallet FROM walletkit_holds WHERE wallet_id NOT IN (SELECT id FROM walletkit_wallets)",
        "SELECT 'idempotency_keys' AS owned, 'key ''' || substr(key, 1, 64) || '''' AS named, wallet_id AS wallet FROM walletkit_idempotency_keys WHERE wallet_id NOT IN (SELECT id FROM walletkit_wallets)",
        "SELECT 'rebates' AS owned, 'deposit row ' || deposit_id AS named, NULL AS wallet FROM walletkit_rebates WHERE deposit_id NOT IN (SELECT id FROM walletkit_journal WHERE amount IS NOT NULL)",
    ];

    private static readonly ColumnList s_journalEnd = new();
    private static readonly Column s_journalCount = s_journalEnd.Add("c.count");
    private static readonly Column s_journalLast = s_journalEnd.Add("c.last");
    private static readonly Column s_namedLast = s_journalEnd.Add("h.last");

    // The row ids of the journal run from 1 to the number in its head.
    private static readonly string s_journal =
        $"""
        SELECT {s_journalEnd.Names} FROM (SELECT count(*) AS count, coalesce(max(id), 0) AS last FROM walletkit_journal) c LEFT JOIN walletkit_journal_head h ON h.id = 1
        WHERE c.count <> c.last OR c.last IS NOT h.last
        """;

    private static readonly ColumnList s_wallet = new();
    private static readonly Column s_walletRow = s_wallet.Add("w.id");
    private static readonly Column s_walletClosed = s_wallet.Add("w.closed");

    private static readonly string s_closed =
        $"""
        SELECT {s_wallet.Names} FROM walletkit_wallets w WHERE w.closed <> EXISTS (
            SELECT 1 FROM walletkit_journal j WHERE j.wallet_id = w.id AND j.version = (SELECT max(n.version) FROM walletkit_journal n WHERE n.wallet_id = w.id) AND j.status = 'closed')
        """;

    private const string Unswept =
        "SELECT DISTINCT h.wallet_id FROM walletkit_holds h WHERE h.status = 'open' AND h.expires_at IS NOT NULL AND h.wallet_id NOT IN (SELECT wallet_id FROM walletkit_expiring_wallets)";

    private static readonly ColumnList s_object = new();
    private static readonly Column s_objectName = s_object.Add("type || ' ' || name");
    private static readonly Column s_objectSql = s_object.Add("coalesce(sql, '')");

    private static readonly Lazy<Dictionary<string, string>> s_schema = new(ReadExpectedSchema);

    private readonly List<AuditFinding> _findings = [];

    public List<AuditFinding> Run()
    {
        // The check is not stopped by an interrupt, because an interrupt between two statements is lost.
        raw.sqlite3_progress_handler(connection.Handle!, StepsPerLook, _ => cancellationToken.IsCancellationRequested ? 1 : 0, null);

        // The schema comes first, because its faults explain why the later checks cannot read.
        Look(CompareSchema);
        CheckPages();
        LookAt(UnnamedWallets, AuditFindingKind.RowUnreadable, static row => $"Row {row.Int64(Column.Only)} of wallets has no id.");
        foreach (var orphans in s_orphans)
        {
            LookAt(
                $"SELECT {s_orphan.Names} FROM ({orphans})", AuditFindingKind.RowWithoutWallet,
                static row => $"A row of {row.String(s_orphanTable)}, {Shown(row, s_orphanRow)}, belongs to nothing: there is no {(row.IsNull(s_orphanWallet) ? "such transaction" : $"row {row.Int64(s_orphanWallet)} of wallets")}.");
        }

        LookAt(
            s_journal, AuditFindingKind.JournalCut,
            static row => $"The journal has {row.Int64(s_journalCount)} rows, the last is row {row.Int64(s_journalLast)}, and the row that names the last names {(row.IsNull(s_namedLast) ? "none" : row.Int64(s_namedLast).ToString(CultureInfo.InvariantCulture))}.");
        LookAt(s_closed, AuditFindingKind.StatusWrong, static row => $"Row {row.Int64(s_walletRow)} of wallets says {(row.Int64(s_walletClosed) == 0 ? "open" : "closed")}, and its journal does not.");
        LookAt(Unswept, AuditFindingKind.NextExpiryWrong, static row => $"Row {row.Int64(Column.Only)} of wallets has open holds that expire, and is not among the expiring wallets.");
        LookAt(
            s_references, AuditFindingKind.ReferenceBroken,
            static row => $"{(row.IsNull(s_referenceRow) ? "A row" : $"Row {row.Int64(s_referenceRow)}")} of {Shown(row, s_referenceTable)} refers by {Shown(row, s_referenceColumn)} to a row of {Shown(row, s_referenceParent)} that is not there.");
        Look(() => new TotalsCheck(connection, entriesPerTotal).Run(message => Add(AuditFindingKind.TotalsWrong, message)));
        return _findings;
    }

    private void LookAt(string sql, AuditFindingKind kind, Func<Statement, string?> describe) => Look(() =>
    {
        using var rows = new Statement(connection, sql);
        while (_findings.Count < limit && rows.Step())
        {
            if (describe(rows) is { } message)
            {
                Add(kind, message);
            }
        }
    });

    // A part that cannot be looked at is a finding, and the other parts are still looked at.
    private void Look(Action look)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            look();
        }
        catch (SqliteException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (SqliteException exception) when (StoreDamage.Is(SqliteErrors.FailureOf(exception)))
        {
            Add(AuditFindingKind.StoreDamaged, Said(exception.Message));
        }
        catch (WalletStoreException damage) when (StoreDamage.Is(damage.Failure))
        {
            Add(AuditFindingKind.StoreDamaged, damage.Message);
        }
    }

    // Table by table where others have tables as well. Pages that two tables claim are seen only by a check of the whole file.
    private void CheckPages()
    {
        var parts = isShared
            ? s_schema.Value.Keys.Where(static name => name.StartsWith(Table, StringComparison.Ordinal)).Select(static name => name[Table.Length..])
            : [limit.ToString(CultureInfo.InvariantCulture)];
        foreach (var part in parts)
        {
            LookAt($"PRAGMA integrity_check({part})", AuditFindingKind.StoreDamaged, static row => row.String(Column.Only) is var text && text != "ok" ? Said(text) : null);
        }
    }

    // An object that somebody added to the schema is no finding.
    private void CompareSchema()
    {
        var actual = ReadSchema(connection);
        foreach (var (name, sql) in s_schema.Value)
        {
            if (actual.GetValueOrDefault(name) != sql)
            {
                Add(AuditFindingKind.SchemaChanged, $"The {name} is {(actual.ContainsKey(name) ? "not as this release makes it" : "missing")}.");
            }
        }
    }

    private void Add(AuditFindingKind kind, string message)
    {
        if (_findings.Count < limit)
        {
            _findings.Add(new AuditFinding { Kind = kind, WalletId = null, Message = message });
        }
    }

    // The file may hold any text, and name its tables by any.
    private static string Shown(Statement row, Column column) => InvalidInputException.ShowBare(row.String(column), MaxShownLength);

    private static string Said(string text) => $"SQLite says: {InvalidInputException.ShowBare(text.Trim().TrimEnd('.').ReplaceLineEndings(" "), MaxShownLength)}.";

    private static Dictionary<string, string> ReadExpectedSchema()
    {
        using var connection = new SqliteConnection("Data Source=:memory:;Pooling=False");
        connection.Open();
        SqliteSchema.Current.Migrate(connection, ":memory:");
        return ReadSchema(connection);
    }

    private static Dictionary<string, string> ReadSchema(SqliteConnection connection)
    {
        using var rows = new Statement(connection, $"SELECT {s_object.Names} FROM sqlite_schema");
        return rows.All(static row => KeyValuePair.Create(row.String(s_objectName), row.String(s_objectSql))).DistinctBy(pair => pair.Key).ToDictionary();
    }
}
