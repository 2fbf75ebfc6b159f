using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// One prepared statement, kept for the life of its connection. One thread uses it at a time. Each error is thrown where it
/// happens, and values are bound without boxing, which is why this class goes below the ADO.NET commands. A method that stops at a row resets
/// the statement whatever happens: a statement that is left at a row takes no values and keeps its snapshot.
/// </summary>
internal sealed partial class Statement : IDisposable
{
    private const int StackTextLength = 256;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public Statement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(
            raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement),
            _database);
        _places = FindPlaces(_statement);
    }

    private Statement Bind(int index, long value) => Checked(raw.sqlite3_bind_int64(_statement, index, value));

    private Statement Bind(int index, long? value) =>
        value is { } number ? Bind(index, number) : Checked(raw.sqlite3_bind_null(_statement, index));

    private Statement Bind(int index, ReadOnlySpan<byte> value) => Checked(raw.sqlite3_bind_blob(_statement, index, value));

    private Statement Bind(int index, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Bind(index, bytes);
    }

    private Statement Bind(int index, Guid? value) =>
        value is { } guid ? Bind(index, guid) : Checked(raw.sqlite3_bind_null(_statement, index));

    private Statement Bind(int index, Sha256Hash value)
    {
        Span<byte> bytes = stackalloc byte[Sha256Hash.Size];
        value.CopyTo(bytes);
        return Bind(index, bytes);
    }

    private Statement Bind(int index, Secret value)
    {
        Span<byte> bytes = stackalloc byte[Secret.Size];
        value.CopyTo(bytes);
        return Bind(index, bytes);
    }

    private Statement Bind(int index, string? value)
    {
        if (value is null)
        {
            return Checked(raw.sqlite3_bind_null(_statement, index));
        }

        // An empty span has no address, which SQLite would take for NULL.
        if (value.Length == 0)
        {
            return Checked(raw.sqlite3_bind_text(_statement, index, ""));
        }

        var length = Encoding.UTF8.GetMaxByteCount(value.Length);
        var rented = length > StackTextLength ? ArrayPool<byte>.Shared.Rent(length) : null;
        var bytes = rented ?? stackalloc byte[StackTextLength];
        var written = Encoding.UTF8.GetBytes(value, bytes);
        var result = raw.sqlite3_bind_text(_statement, index, bytes[..written]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return Checked(result);
    }

    /// <summary>Goes to the next row; at the end, or at an error, the statement is ready to be bound anew.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        switch (result)
        {
            case raw.SQLITE_ROW:
                return true;
            case raw.SQLITE_DONE:
                Reset();
                return false;
            default:
                var exception = Exception(result);
                Reset();
                throw exception;
        }
    }

    /// <summary>Runs a statement that returns no rows, or whose rows do not matter.</summary>
    public void Execute()
    {
        while (Step())
        {
        }
    }

    /// <summary>The one row there is; null where there is none.</summary>
    public T? Single<T>(Func<Statement, T> read)
        where T : class
    {
        if (!Step())
        {
            return null;
        }

        try
        {
            return Read(read);
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>The number in the one row there is; null where there is none.</summary>
    public long? SingleInt64()
    {
        if (!Step())
        {
            return null;
        }

        var number = Int64(Column.Only);
        Reset();
        return number;
    }

    /// <summary>Reads all rows to the end at once, because a read that is left open would keep the write-ahead log from shrinking.</summary>
    public List<T> All<T>(Func<Statement, T> read)
    {
        var rows = new List<T>();
        try
        {
            while (Step())
            {
                rows.Add(Read(read));
            }

            return rows;
        }
        catch
        {
            Reset();
            throw;
        }
    }

    /// <summary>Rows until the page is full, read in one go like all of them, and no further.</summary>
    public Page<T> Fill<T>(PageBuilder<T> page, Func<Statement, T> read)
    {
        try
        {
            while (Step())
            {
                if (page.IsFull)
                {
                    Reset();
                    return page.ToPage(hasMore: true);
                }

                page.Add(Read(read));
            }

            return page.ToPage(hasMore: false);
        }
        catch
        {
            Reset();
            throw;
        }
    }

    /// <summary>Ends the reading of rows early.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public string String(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(_statement, column));

    public Guid Guid(int column) => Blob(column) is { Length: 16 } bytes
        ? new(bytes, bigEndian: true)
        : throw new WalletStoreException(StoreFailure.Corrupt, $"the database holds an id of {Blob(column).Length} bytes.");

    public Sha256Hash Hash(int column) => new(Blob(column));

    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Dispose() => _statement.Dispose();

    // An audit goes on after an unreadable value, and must tell it from a failure of another kind.
    private T Read<T>(Func<Statement, T> read)
    {
        try
        {
            return read(this);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            throw new WalletStoreException(StoreFailure.Corrupt, "a row holds a value that no release writes.", exception);
        }
    }

    private Statement Checked(int result)
    {
        SqliteException.ThrowExceptionForRC(result, _database);
        return this;
    }

    private SqliteException Exception(int result)
    {
        var extended = raw.sqlite3_extended_errcode(_database);
        return new SqliteException(raw.sqlite3_errmsg(_database).utf8_to_string(), result & 0xFF, extended);
    }
}
