using System.Globalization;
using Npgsql;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;

namespace WalletKit.PostgreSql.Schema;

/// <summary>The faults that only a look at whole tables can find.</summary>
internal sealed class RowCheck(PostgreSqlSchema schema)
{
    public async Task<IReadOnlyList<AuditFinding>> RunAsync(NpgsqlConnection connection, int limit, CancellationToken cancellationToken)
    {
        var findings = new List<AuditFinding>();
        var batch = new QueryBatch();
        AddOrphans(batch, findings, "transactions", "sequence", "sequence", limit);
        AddOrphans(batch, findings, "holds", "number", "number", limit);
        AddOrphans(batch, findings, "wallet_events", "version", "version", limit);
        AddOrphans(batch, findings, "idempotency_keys", "key", "left(x.key, 64)", limit);
        AddOrphans(batch, findings, "rebates", "deposit", "deposit", limit);
        AddOrphans(batch, findings, "wallet_names", "owner", "left(x.owner_id, 64)", limit);
        AddUnnamed(batch, findings, limit);
        AddDepositless(batch, findings, limit);
        await batch.RunAsync(connection, 0, cancellationToken).ConfigureAwait(false);
        return findings;
    }

    private void AddOrphans(QueryBatch batch, List<AuditFinding> findings, string table, string what, string number, int limit) => batch.Add(
        $"""
        SELECT x.wallet_id, {number}::text FROM {schema[table]} x
        WHERE NOT EXISTS (SELECT 1 FROM {schema["wallets"]} w WHERE w.id = x.wallet_id) LIMIT $1
        """,
        row => findings.Add(new AuditFinding { Kind = AuditFindingKind.RowWithoutWallet, WalletId = new WalletId(row.GetGuid(0)), Message = string.Create(CultureInfo.InvariantCulture, $"Of {table}, {what} {row.GetString(1)}: there is no such wallet.") }),
        Parameter.Of((long)limit));

    private void AddUnnamed(QueryBatch batch, List<AuditFinding> findings, int limit) => batch.Add(
        $"""
        SELECT w.id FROM {schema["wallets"]} w
        WHERE NOT EXISTS (SELECT 1 FROM {schema["wallet_names"]} n WHERE n.owner_id = w.owner_id AND n.name = w.name AND n.wallet_id = w.id) LIMIT $1
        """,
        row => findings.Add(new AuditFinding { Kind = AuditFindingKind.ReferenceBroken, WalletId = new WalletId(row.GetGuid(0)), Message = "wallet_names does not lead to the wallet by its owner and name." }),
        Parameter.Of((long)limit));

    private void AddDepositless(QueryBatch batch, List<AuditFinding> findings, int limit) => batch.Add(
        $"""
        SELECT r.wallet_id, r.deposit FROM {schema["rebates"]} r
        WHERE NOT EXISTS (SELECT 1 FROM {schema["transactions"]} t WHERE t.wallet_id = r.wallet_id AND t.sequence = r.deposit) LIMIT $1
        """,
        row => findings.Add(new AuditFinding { Kind = AuditFindingKind.ReferenceBroken, WalletId = new WalletId(row.GetGuid(0)), Message = "A rebate is of a deposit that is not there.", Sequence = row.GetInt64(1) }),
        Parameter.Of((long)limit));
}
