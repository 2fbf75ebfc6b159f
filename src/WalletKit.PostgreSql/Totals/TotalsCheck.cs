using System.Globalization;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;
using WalletKit.PostgreSql.Schema;
using WalletKit.Storage.Relational;

namespace WalletKit.PostgreSql.Totals;

/// <summary>
/// Compares the sums of each commit with its entries, the sums of each block with its commits, the sums of all commits with the balances of the wallets, and the
/// places of commits with their number.
/// </summary>
internal sealed class TotalsCheck(PostgreSqlSchema schema, int commitsPerTotal)
{
    private static readonly ColumnList s_difference = new();
    private static readonly Column s_place = s_difference.Add("place");
    private static readonly Column s_currency = s_difference.Add("currency");
    private static readonly Column s_exponent = s_difference.Add("exponent");
    private static readonly Column s_account = s_difference.Add("account");
    private static readonly Column s_here = s_difference.Add("coalesce(here.total::text, 'missing')");
    private static readonly Column s_there = s_difference.Add("coalesce(there.total::text, 'missing')");

    private static readonly ColumnList s_numbered = new();
    private static readonly Column s_count = s_numbered.Add("count(position)");
    private static readonly Column s_last = s_numbered.Add("max(position)");

    public void AddTo(QueryBatch batch, Action<string> found, int limit)
    {
        AddDifferences(batch, OfCommits, Booked, limit, row => found($"Commit {Where(row)} is {Here(row)}, and its entries come to {There(row)}."));
        AddDifferences(batch, $"SELECT through AS place, currency, exponent, account, total FROM {schema["totals"]}", Blocks, limit, row =>
            found($"The total through commit {Where(row)} is {Here(row)}, and the commits come to {There(row)}."));
        AddDifferences(batch, Balances, Totals, limit, row =>
            found($"In {PostgreSqlRows.Row(row).Text(s_currency)}, the balances of all wallets sum to {Here(row)}, and the transactions of all commits to {There(row)}."));
        batch.Add(
            $"SELECT {s_numbered.Names} FROM {schema["commits"]} HAVING count(position) <> coalesce(max(position), 0)",
            row => found(string.Create(
                CultureInfo.InvariantCulture, $"{PostgreSqlRows.Row(row).Int64(s_count)} commits have a place in the order of commits, and the last place is {PostgreSqlRows.Row(row).Int64(s_last)}.")));
    }

    private string OfCommits => $"SELECT c.id AS place, v.* FROM {schema["commits"]} c CROSS JOIN LATERAL {TotalsSql.OfCommit} WHERE c.stands";

    private string Booked =>
        $"""
        SELECT c.id AS place, w.currency, w.exponent, {TotalsSql.Account} AS account, sum(j.amount) AS total
        FROM {schema["commits"]} c CROSS JOIN LATERAL unnest(c.wallet_ids, c.first_versions, c.last_versions) AS e(wallet_id, first, last)
            JOIN {schema["journal"]} j ON j.wallet_id = e.wallet_id AND j.version BETWEEN e.first AND e.last JOIN {schema["wallets"]} w ON w.id = j.wallet_id
        WHERE c.stands AND j.amount IS NOT NULL GROUP BY 1, 2, 3, 4
        """;

    private string Blocks => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        SELECT (c.position + {commitsPerTotal - 1}) / {commitsPerTotal} * {commitsPerTotal} AS place, v.currency, v.exponent, v.account, sum(v.total) AS total
        FROM {schema["commits"]} c CROSS JOIN LATERAL {TotalsSql.OfCommit}
        WHERE c.position <= (SELECT coalesce(max(position), 0) / {commitsPerTotal} * {commitsPerTotal} FROM {schema["commits"]}) GROUP BY 1, 2, 3, 4
        """);

    // A wallet's balance is the sum of its transactions, whichever accounts these name. A currency without transactions has no sum, and its wallets have nothing.
    private string Balances =>
        $"""
        SELECT 0 AS place, w.currency, w.exponent, '' AS account, sum(j.balance) AS total FROM {schema["wallets"]} w {PostgreSqlTables.Newest(schema)}
        GROUP BY w.currency, w.exponent HAVING sum(j.sequence) > 0
        """;

    private string Totals =>
        $"""
        SELECT 0 AS place, v.currency, v.exponent, '' AS account, sum(v.total) AS total FROM {schema["commits"]} c CROSS JOIN LATERAL {TotalsSql.OfCommit}
        WHERE c.stands GROUP BY v.currency, v.exponent
        """;

    private static void AddDifferences(QueryBatch batch, string here, string there, int limit, Action<Npgsql.NpgsqlDataReader> visit) => batch.Add(
        $"""
        SELECT {s_difference.Names} FROM ({here}) here FULL JOIN ({there}) there USING (place, currency, exponent, account)
        WHERE here.total IS DISTINCT FROM there.total ORDER BY place, currency, exponent, account LIMIT $1
        """,
        visit,
        Parameter.Of((long)limit));

    private static string Where(Npgsql.NpgsqlDataReader reader)
    {
        var row = PostgreSqlRows.Row(reader);
        var account = row.Text(s_account) is { Length: > 0 } name ? $"'{name}'" : "transfers";
        return string.Create(CultureInfo.InvariantCulture, $"{row.Int64(s_place)}, in {row.Text(s_currency)} with {row.Int64(s_exponent)} decimals for {account},");
    }

    private static string Here(Npgsql.NpgsqlDataReader reader) => PostgreSqlRows.Row(reader).Text(s_here);

    private static string There(Npgsql.NpgsqlDataReader reader) => PostgreSqlRows.Row(reader).Text(s_there);
}
