using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace WalletKit.Storage.Sqlite;

/// <summary>The file of a connection that somebody else opened.</summary>
internal static partial class ConnectionFile
{
    private const int HasMoved = 20;

    /// <summary>Whether a connection is to the file that a store has opened, with the same log.</summary>
    public static bool IsOf(SqliteDatabase database, SqliteConnection connection)
    {
        // A database in memory has no path.
        if (raw.sqlite3_db_filename(connection.Handle!, "main").utf8_to_string() is not { Length: > 0 } path)
        {
            return false;
        }

        // A connection keeps its file when another one is put in the file's place, so the name alone says nothing.
        return FileState.CanBeAsked
            ? database.Watch.IsOpened(path) && (Control(connection.Handle!.DangerousGetHandle(), "main", HasMoved, out var hasMoved) != raw.SQLITE_OK || hasMoved == 0)
            : string.Equals(Path.GetFullPath(path), database.Path, StringComparison.OrdinalIgnoreCase);
    }

    // As with the state of a transaction, the driver's layer below ADO.NET does not have this function.
    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Control(nint database, string schema, int operation, out int answer);
}
