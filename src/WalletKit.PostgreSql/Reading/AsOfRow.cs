using Npgsql;
using WalletKit.PostgreSql.Rows;

namespace WalletKit.PostgreSql.Reading;

/// <summary>The newest transaction of a wallet at or before a time, from one snapshot with what tells whether another one may come.</summary>
/// <param name="UpdatedAt">The wallet's own time.</param>
/// <param name="Now">What the clock showed.</param>
/// <param name="Transaction">The transaction; null where there is none.</param>
internal sealed record AsOfRow(DateTimeOffset UpdatedAt, DateTimeOffset Now, WalletTransaction? Transaction)
{
    /// <summary>Before the columns of a transaction, the wallet's time, the clock, and whether there is a transaction.</summary>
    public const int FirstColumn = 3;

    public static AsOfRow Read(NpgsqlDataReader row) => new(
        PostgreSqlRows.ReadTime(row, 0),
        PostgreSqlRows.ReadTime(row, 1),
        row.GetBoolean(2) ? PostgreSqlRows.ReadTransaction(row, FirstColumn) : null);
}
