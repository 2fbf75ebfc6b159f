using System.Globalization;
using Npgsql;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;
using WalletKit.PostgreSql.Totals;
using WalletKit.Storage.Relational;

namespace WalletKit.PostgreSql.Schema;

/// <summary>The faults that only a look at whole tables can find.</summary>
internal sealed class RowCheck(PostgreSqlSchema schema, int commitsPerTotal)
{
    private static readonly ColumnList s_orphan = new();
    private static readonly Column s_orphanWallet = s_orphan.Add("orphan.wallet_id");
    private static readonly Column s_orphanNumber = s_orphan.Add("orphan.number");

    private static readonly ColumnList s_wallet = new();
    private static readonly Column s_walletId = s_wallet.Add("w.id");
    private static readonly Column s_walletClosed = s_wallet.Add("w.closed");

    private static readonly ColumnList s_cut = new();
    private static readonly Column s_cutWallet = s_cut.Add("w.id");
    private static readonly Column s_cutVersion = s_cut.Add("coalesce(j.version, 0)");
    private static readonly Column s_cutCount = s_cut.Add("coalesce(w.count, 0)");
    private static readonly Column s_cutNewest = s_cut.Add("coalesce(w.newest, 0)");

    private static readonly ColumnList s_text = new();
    private static readonly Column s_textWallet = s_text.Add("x.wallet_id");
    private static readonly Column s_textVersion = s_text.Add("x.version");

    private static readonly ColumnList s_rebate = new();
    private static readonly Column s_rebateWallet = s_rebate.Add("r.wallet_id");
    private static readonly Column s_rebateDeposit = s_rebate.Add("r.deposit");

    public async Task<IReadOnlyList<AuditFinding>> RunAsync(NpgsqlConnection connection, int limit, CancellationToken cancellationToken)
    {
        var findings = new List<AuditFinding>();
        var batch = new QueryBatch();
        AddOrphans(batch, findings, "journal", "version", "version", limit);
        AddOrphans(batch, findings, "holds", "number", "number", limit);
        AddOrphans(batch, findings, "idempotency_keys", "key", "encode(x.key, 'hex')", limit);
        AddOrphans(batch, findings, "rebates", "deposit", "deposit", limit);
        AddOrphans(batch, findings, "wallet_names", "owner", "left(x.owner_id, 64)", limit);
        AddOrphans(batch, findings, "expiring_wallets", "since", "since", limit);
        AddUnnamed(batch, findings, limit);
        AddClosed(batch, findings, limit);
        AddExpiring(batch, findings, limit);
        AddCut(batch, findings, limit);
        AddEntryless(batch, findings, limit);
        AddDepositless(batch, findings, limit);
        new TotalsCheck(schema, commitsPerTotal).AddTo(
            batch, message => findings.Add(new AuditFinding { Kind = AuditFindingKind.TotalsWrong, WalletId = null, Message = message }), limit);
        await batch.RunAsync(connection, 0, cancellationToken).ConfigureAwait(false);
        return findings;
    }

    private void AddOrphans(QueryBatch batch, List<AuditFinding> findings, string table, string what, string number, int limit) => batch.Add(
        $"""
        SELECT {s_orphan.Names} FROM (
            SELECT x.wallet_id, {number}::text AS number FROM {schema[table]} x
            WHERE NOT EXISTS (SELECT 1 FROM {schema["wallets"]} w WHERE w.id = x.wallet_id) LIMIT $1) orphan
        """,
        row => findings.Add(new AuditFinding
        {
            Kind = AuditFindingKind.RowWithoutWallet,
            WalletId = PostgreSqlRows.Row(row).WalletId(s_orphanWallet),
            Message = string.Create(CultureInfo.InvariantCulture, $"A row of {table}, {what} {PostgreSqlRows.Row(row).Text(s_orphanNumber)}, belongs to nothing: there is no such wallet."),
        }),
        Parameter.Of((long)limit));

    private void AddUnnamed(QueryBatch batch, List<AuditFinding> findings, int limit) => batch.Add(
        $"""
        SELECT w.id FROM {schema["wallets"]} w
        WHERE w.owner_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {schema["wallet_names"]} n WHERE n.owner_id = w.owner_id AND n.name = w.name AND n.wallet_id = w.id) LIMIT $1
        """,
        row => findings.Add(new AuditFinding { Kind = AuditFindingKind.ReferenceBroken, WalletId = PostgreSqlRows.ReadWalletId(row), Message = "wallet_names does not lead to the wallet by its owner and name." }),
        Parameter.Of((long)limit));

    private void AddClosed(QueryBatch batch, List<AuditFinding> findings, int limit) => batch.Add(
        $"""
        SELECT {s_wallet.Names} FROM {schema["wallets"]} w {PostgreSqlTables.Newest(schema)} WHERE w.closed <> (j.status IS NOT DISTINCT FROM 'closed') LIMIT $1
        """,
        row => findings.Add(new AuditFinding { Kind = AuditFindingKind.StatusWrong, WalletId = PostgreSqlRows.Row(row).WalletId(s_walletId), Message = $"Its row says {(PostgreSqlRows.Row(row).Flag(s_walletClosed) ? "closed" : "open")}, and its journal does not." }),
        Parameter.Of((long)limit));

    private void AddExpiring(QueryBatch batch, List<AuditFinding> findings, int limit) => batch.Add(
        $"""
        SELECT w.id FROM {schema["wallets"]} w LEFT JOIN {schema["expiring_wallets"]} e ON e.wallet_id = w.id {PostgreSqlTables.Newest(schema)}
        WHERE e.since IS DISTINCT FROM CASE WHEN j.ended_through IS NULL THEN j.next_expiry ELSE to_timestamp(0) END LIMIT $1
        """,
        row => findings.Add(new AuditFinding { Kind = AuditFindingKind.NextExpiryWrong, WalletId = PostgreSqlRows.ReadWalletId(row), Message = "expiring_wallets does not say when its holds expire, as its journal does." }),
        Parameter.Of((long)limit));

    // The commits name the entries of each journal, each entry once. A journal that goes on after its end was cut away has entries that two commits name.
    private void AddCut(QueryBatch batch, List<AuditFinding> findings, int limit) => batch.Add(
        $"""
        WITH named AS (
            SELECT v.wallet_id, sum(v.last - v.first + 1)::bigint AS count, max(v.last) AS newest
            FROM {schema["commits"]} c CROSS JOIN LATERAL unnest(c.wallet_ids, c.first_versions, c.last_versions) AS v(wallet_id, first, last)
            WHERE c.stands GROUP BY v.wallet_id)
        SELECT {s_cut.Names}
        FROM (SELECT coalesce(all_wallets.id, named.wallet_id) AS id, named.count, named.newest FROM named FULL JOIN {schema["wallets"]} all_wallets ON all_wallets.id = named.wallet_id) w
            {PostgreSqlTables.Newest(schema)}
        WHERE coalesce(j.version, 0) <> coalesce(w.newest, 0) OR coalesce(j.version, 0) <> coalesce(w.count, 0) LIMIT $1
        """,
        row => findings.Add(DescribeCut(PostgreSqlRows.Row(row))),
        Parameter.Of((long)limit));

    // No foreign key says this: see docs/decisions/0016-no-foreign-keys.md.
    private void AddEntryless(QueryBatch batch, List<AuditFinding> findings, int limit) => batch.Add(
        $"""
        SELECT {s_text.Names} FROM {schema["texts"]} x
        WHERE NOT EXISTS (SELECT 1 FROM {schema["journal"]} j WHERE j.wallet_id = x.wallet_id AND j.version = x.version AND j.text_commitment IS NOT NULL) LIMIT $1
        """,
        row => findings.Add(new AuditFinding { Kind = AuditFindingKind.ReferenceBroken, WalletId = PostgreSqlRows.Row(row).WalletId(s_textWallet), Message = "Texts are of an entry that is not there, or has none.", Version = PostgreSqlRows.Row(row).Int64(s_textVersion) }),
        Parameter.Of((long)limit));

    private void AddDepositless(QueryBatch batch, List<AuditFinding> findings, int limit) => batch.Add(
        $"""
        SELECT {s_rebate.Names} FROM {schema["rebates"]} r
        WHERE NOT EXISTS (SELECT 1 FROM {schema["journal"]} t WHERE t.wallet_id = r.wallet_id AND t.version = r.deposit AND t.amount IS NOT NULL) LIMIT $1
        """,
        row => findings.Add(new AuditFinding { Kind = AuditFindingKind.ReferenceBroken, WalletId = PostgreSqlRows.Row(row).WalletId(s_rebateWallet), Message = "A rebate is of a deposit that is not there.", Version = PostgreSqlRows.Row(row).Int64(s_rebateDeposit) }),
        Parameter.Of((long)limit));

    private static AuditFinding DescribeCut(Row<ReaderRow> row) => new()
    {
        Kind = AuditFindingKind.JournalCut,
        WalletId = row.WalletId(s_cutWallet),
        Message = string.Create(
            CultureInfo.InvariantCulture,
            $"The newest version is {row.Int64(s_cutVersion)}, and commits name {row.Int64(s_cutCount)} entries up to version {row.Int64(s_cutNewest)}."),
    };
}
