using System.Buffers.Binary;
using Microsoft.Data.Sqlite;

namespace WalletKit.Storage.Sqlite;

/// <summary>The one row of <c>log_stamp</c>. Its salts have a fixed size, so that the row is overwritten in its place.</summary>
internal sealed class LogStampTable : IDisposable
{
    private const int SaltsSize = 8;

    private readonly Statement _find;
    private readonly Statement _write;
    private readonly Statement _schema;

    public LogStampTable(SqliteConnection connection)
    {
        _find = new Statement(connection, "SELECT log, log_before, schema_version FROM log_stamp WHERE id = 1");
        _write = new Statement(connection, "REPLACE INTO log_stamp (id, log, log_before, schema_version) VALUES (1, ?1, ?2, ?3)");
        _schema = new Statement(connection, "PRAGMA schema_version");
    }

    /// <summary>Whether a database has the table.</summary>
    public static bool IsIn(SqliteConnection connection)
    {
        using var table = new Statement(connection, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'log_stamp'");
        return table.SingleInt64() is not null;
    }

    /// <summary>The row; that of a new database where somebody deleted it.</summary>
    public LogStamp Find()
    {
        if (!_find.Step())
        {
            return default;
        }

        try
        {
            return new(Salts(0), Salts(1), _find.Int64(2));
        }
        finally
        {
            _find.Reset();
        }
    }

    /// <summary>Writes the row, inside a transaction.</summary>
    public void Write(LogStamp stamp)
    {
        Span<byte> log = stackalloc byte[SaltsSize];
        Span<byte> before = stackalloc byte[SaltsSize];
        BinaryPrimitives.WriteUInt64BigEndian(log, stamp.Log);
        BinaryPrimitives.WriteUInt64BigEndian(before, stamp.Before);
        _write.Bind(1, log).Bind(2, before).Bind(3, stamp.Schema).Execute();
    }

    /// <summary>SQLite's number of the schema as it is now.</summary>
    public long ReadSchema() => _schema.SingleInt64()!.Value;

    public void Dispose()
    {
        _find.Dispose();
        _write.Dispose();
        _schema.Dispose();
    }

    private ulong Salts(int column) => _find.Blob(column) is { Length: SaltsSize } salts
        ? BinaryPrimitives.ReadUInt64BigEndian(salts)
        : throw new WalletStoreException(StoreFailure.Corrupt, "log_stamp holds salts of another size.");
}
