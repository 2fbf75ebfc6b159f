using WalletKit.PostgreSql.Schema;

namespace WalletKit.PostgreSql.Totals;

/// <summary>The parts of statements about sums of transactions.</summary>
internal static class TotalsSql
{
    /// <summary>The sums <c>v</c> of a commit <c>c</c>, each in a row of its own.</summary>
    public const string OfCommit = "unnest(c.currencies, c.exponents, c.accounts, c.totals) AS v(currency, exponent, account, total)";

    /// <summary>The account of an entry <c>j</c>. The usual accounts are not written with their entries; see <see cref="CounterAccount"/>.</summary>
    public static string Account { get; } =
        $"""
        CASE WHEN j.account IS NOT NULL THEN j.account WHEN j.type = {(int)TransactionType.Rebate} THEN '{CounterAccount.Rebates}'
            WHEN j.counterpart_amount IS NOT NULL THEN '{CounterAccount.Exchange}' WHEN j.counterpart_wallet_id IS NOT NULL THEN '' ELSE '{CounterAccount.External}' END
        """;

    /// <summary>The sums of the stored blocks up to <c>$1</c>, and of the commits after them up to <c>$2</c>.</summary>
    public static string Through(PostgreSqlSchema schema) =>
        $"""
        SELECT currency, exponent, account, total FROM {schema["totals"]} WHERE through <= $1
        UNION ALL SELECT v.* FROM {schema["commits"]} c CROSS JOIN LATERAL {OfCommit} WHERE c.position > $1 AND c.position <= $2
        """;
}
