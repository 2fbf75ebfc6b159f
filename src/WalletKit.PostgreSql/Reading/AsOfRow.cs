using Npgsql;
using WalletKit.PostgreSql.Rows;
using WalletKit.Storage.Relational;

namespace WalletKit.PostgreSql.Reading;

/// <summary>The newest transaction of a wallet at or before a time, with the two times, from the same snapshot, that tell whether another one may come.</summary>
/// <param name="UpdatedAt">The wallet's own time.</param>
/// <param name="Now">The reading of the clock.</param>
/// <param name="Transaction">The transaction; null where there is none.</param>
internal sealed record AsOfRow(DateTimeOffset UpdatedAt, DateTimeOffset Now, WalletTransaction? Transaction)
{
    // After the columns of the transaction.
    private static readonly Column s_updatedAt = TransactionColumns.All.After("newest.recorded_at");
    private static readonly Column s_now = TransactionColumns.All.After("now", 1);

    /// <summary>The columns of the SELECT.</summary>
    /// <param name="now">The expression for the reading of the clock.</param>
    public static string Columns(string now) => $"{PostgreSqlTables.Transactions.Columns}, {s_updatedAt.Name}, {now}";

    public static AsOfRow Read(NpgsqlDataReader reader)
    {
        var row = PostgreSqlRows.Row(reader);
        return new(row.Time(s_updatedAt), row.Time(s_now), row.IsNull(TransactionColumns.Version) ? null : PostgreSqlRows.ReadTransaction(reader));
    }
}
