using Npgsql;
using WalletKit.PostgreSql.Rows;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Auditing;

/// <summary>Reads rows for an audit, which goes on after a row that cannot be read.</summary>
internal static class BookRows
{
    public static BookRow<T> Read<T>(NpgsqlDataReader row, Func<NpgsqlDataReader, T> read, Column number)
        where T : class
    {
        var (value, problem) = UnreadableRow.TryRead(row, read);
        return new BookRow<T>(PostgreSqlRows.Row(row).Int64(number), value, problem);
    }

    public static BookKey ReadKey(NpgsqlDataReader row)
    {
        var key = PostgreSqlRows.Row(row).Hash(KeyColumns.Key).ToString();
        try
        {
            return new BookKey(key, [.. PostgreSqlRows.ReadKey(row).References()]);
        }
        catch (Exception exception) when (UnreadableRow.Is(exception))
        {
            return new BookKey(key, [], exception.Message);
        }
    }
}
