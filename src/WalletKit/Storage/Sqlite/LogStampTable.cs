using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Data.Sqlite;
using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>The one row of <c>log_stamp</c>. Its salts have a fixed size, so that the row is overwritten in its place.</summary>
internal sealed class LogStampTable : IDisposable
{
    private const int SaltsSize = 8;

    private static readonly ColumnList s_columns = new();
    private static readonly Column s_log = s_columns.Add("log");
    private static readonly Column s_logBefore = s_columns.Add("log_before");

    private readonly Statement _find;
    private readonly Statement _write;
    private readonly SqliteConnection _connection;

    public LogStampTable(SqliteConnection connection)
    {
        _find = new Statement(connection, $"SELECT {s_columns.Names} FROM walletkit_log_stamp WHERE id = 1");
        _write = new Statement(connection, "REPLACE INTO walletkit_log_stamp (id, log, log_before) VALUES (1, :log, :logBefore)");
        _connection = connection;
    }

    /// <summary>Whether a database has the table.</summary>
    public static bool IsIn(SqliteConnection connection) => SqliteDatabase.HasTable(connection, "walletkit_log_stamp");

    /// <summary>The row; the row of a new database where somebody deleted it.</summary>
    public LogStamp Find()
    {
        if (!_find.Step())
        {
            return default;
        }

        try
        {
            return new(Salts(s_log), Salts(s_logBefore));
        }
        finally
        {
            _find.Reset();
        }
    }

    /// <summary>Writes the row and the first page, inside a transaction.</summary>
    public void Write(LogStamp stamp)
    {
        Span<byte> log = stackalloc byte[SaltsSize];
        Span<byte> before = stackalloc byte[SaltsSize];
        BinaryPrimitives.WriteUInt64BigEndian(log, stamp.Log);
        BinaryPrimitives.WriteUInt64BigEndian(before, stamp.Before);
        _write.Bind(Parameter.Log, log).Bind(Parameter.LogBefore, before).Execute();
        WriteFirstPage();
    }

    public void Dispose()
    {
        _find.Dispose();
        _write.Dispose();
    }

    // SQLite's number of the schema is on the first page. So each log that was stamped holds the number, and a copy by VACUUM INTO, which counts
    // it up, has a higher one than the original's log. Writing any number of that page writes the page.
    private void WriteFirstPage() =>
        SqliteDatabase.Run(_connection, $"PRAGMA user_version = {SqliteDatabase.ReadPragma(_connection, "user_version").ToString(CultureInfo.InvariantCulture)}");

    private ulong Salts(Column column) => _find.Blob(column) is { Length: SaltsSize } salts
        ? BinaryPrimitives.ReadUInt64BigEndian(salts)
        : throw new WalletStoreException(StoreFailure.Corrupt, "log_stamp holds salts of another size.");
}
