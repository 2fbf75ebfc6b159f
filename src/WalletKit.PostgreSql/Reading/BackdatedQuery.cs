using Npgsql;
using WalletKit.PostgreSql.Rows;
using WalletKit.PostgreSql.Schema;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Reading;

/// <summary>The statements about a wallet's back-dated transactions.</summary>
internal static class BackdatedQuery
{
    /// <summary>The statement for a page of wallet $1, at most $2.</summary>
    /// <param name="schema">Where the tables are.</param>
    /// <param name="range">The stretch, whose places are $3 and $4, and $5 and $6.</param>
    public static string Page(PostgreSqlSchema schema, BackdatedRange range) => PageQuery.Create(
        PostgreSqlTables.Transactions.Columns,
        $"SELECT t.* FROM {schema["journal"]} t WHERE t.wallet_id = $1 AND {BackdatedSql.Stretch(range, "$3, $4", "$5, $6")}",
        "t",
        PostgreSqlTables.WalletOf(schema, "$1"),
        BackdatedSql.Order(range),
        $"{PageQuery.SizeOf("t.reference")} + {PageQuery.SizeOfJson("t.metadata")} + {PageQuery.SizeOf("t.actor")}",
        "$2",
        rows => PostgreSqlTables.WithTexts(schema, rows));

    /// <summary>The parameters of a page.</summary>
    public static NpgsqlParameter[] Parameters(BackdatedRange range)
    {
        // A parameter that the statement does not name needs a value all the same.
        var (after, through) = (range.After ?? default, range.Through ?? default);
        return
        [
            Parameter.Of(range.WalletId),
            Parameter.Of((long)range.Limit),
            Parameter.Of(after.EffectiveAt),
            Parameter.Of(after.Version),
            Parameter.Of(through.EffectiveAt),
            Parameter.Of(through.Version),
        ];
    }

    /// <summary>
    /// The statement for the number and the sum of the transactions of wallet $1 with a value date at or before $2, after version $3 through $4. The index of value dates has
    /// the order, and the index over the versions would need a sort, so the server has no reason to read a long journal for few back-dated transactions.
    /// </summary>
    public static string Sum(PostgreSqlSchema schema) =>
        $"""
        SELECT {BackdatedSql.Sums} FROM (
            SELECT t.version, t.amount FROM {schema["journal"]} t
            WHERE t.wallet_id = $1 AND t.effective_at <= $2 AND {BackdatedSql.Backdated} ORDER BY t.effective_at, t.version OFFSET 0) t
        WHERE t.version > $3 AND t.version <= $4
        """;
}
