using Npgsql;
using WalletKit.PostgreSql.Rows;
using WalletKit.Storage.Relational;

namespace WalletKit.PostgreSql.Reading;

/// <summary>The newest transaction of a wallet at or before a time, from one snapshot with what tells whether another one may come.</summary>
/// <param name="UpdatedAt">The wallet's own time.</param>
/// <param name="Now">What the clock showed.</param>
/// <param name="Transaction">The transaction; null where there is none.</param>
internal sealed record AsOfRow(DateTimeOffset UpdatedAt, DateTimeOffset Now, WalletTransaction? Transaction)
{
    // After the columns of the transaction.
    private static readonly Column s_updatedAt = TransactionColumns.All.After("w.updated_at");
    private static readonly Column s_now = TransactionColumns.All.After("now", 1);

    /// <summary>What is selected.</summary>
    /// <param name="now">What the clock shows.</param>
    public static string Columns(string now) => $"{PostgreSqlTables.Transactions.Columns}, {s_updatedAt.Name}, {now}";

    public static AsOfRow Read(NpgsqlDataReader reader)
    {
        var row = PostgreSqlRows.Row(reader);
        return new(row.Time(s_updatedAt), row.Time(s_now), row.IsNull(TransactionColumns.Sequence) ? null : PostgreSqlRows.ReadTransaction(reader));
    }
}
