using Npgsql;
using WalletKit.PostgreSql.Rows;
using WalletKit.Storage.Relational;

namespace WalletKit.PostgreSql.Reading;

/// <summary>The newest transaction of a wallet at or before a time, with the two times, from the same snapshot, that tell whether another one may come.</summary>
/// <param name="UpdatedAt">The wallet's own time.</param>
/// <param name="Now">The reading of the clock.</param>
/// <param name="CanLock">Whether the store may lock the wallet, as a writer of it does.</param>
/// <param name="Transaction">The transaction; null where there is none.</param>
internal sealed record AsOfRow(DateTimeOffset UpdatedAt, DateTimeOffset Now, bool CanLock, WalletTransaction? Transaction)
{
    // After the columns of the transaction.
    private static readonly Column s_updatedAt = TransactionColumns.All.After("newest.recorded_at");
    private static readonly Column s_now = TransactionColumns.All.After("now", 1);
    private static readonly Column s_canLock = TransactionColumns.All.After("can_lock", 2);

    /// <summary>The columns of the SELECT.</summary>
    /// <param name="now">The expression for the reading of the clock.</param>
    /// <param name="canLock">The expression for whether the store may lock the wallet.</param>
    public static string Columns(string now, string canLock) => $"{PostgreSqlTables.Transactions.Columns}, {s_updatedAt.Name}, {now}, {canLock}";

    public static AsOfRow Read(NpgsqlDataReader reader)
    {
        var row = PostgreSqlRows.Row(reader);
        return new(row.Time(s_updatedAt), row.Time(s_now), row.Flag(s_canLock), row.IsNull(TransactionColumns.Version) ? null : PostgreSqlRows.ReadTransaction(reader));
    }
}
