using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace WalletKit.Storage.Sqlite;

/// <summary>The state of a connection's transaction, by SQLite's own numbers.</summary>
internal static partial class TransactionState
{
    /// <summary>Nothing was read or written yet.</summary>
    public const int None = 0;

    /// <summary>The transaction holds the write lock.</summary>
    public const int Write = 2;

    /// <summary>Returns the state of the transaction on the connection's file.</summary>
    public static int Of(SqliteConnection connection) => Find(connection.Handle!.DangerousGetHandle(), "main");

    // The driver's layer below ADO.NET does not have this function. The library is the one that Microsoft.Data.Sqlite brings.
    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_txn_state", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Find(nint database, string schema);
}
