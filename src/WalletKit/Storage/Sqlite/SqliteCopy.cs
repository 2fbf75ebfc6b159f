using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace WalletKit.Storage.Sqlite;

/// <summary>A copy of a database as of one moment, in a file of its own that is whole without a log.</summary>
internal static class SqliteCopy
{
    // Steps of SQLite's machine: a few milliseconds.
    private const int StepsPerLook = 1_000;

    /// <summary>Writes the copy and has the system sync it. Blocks until that is done.</summary>
    /// <param name="source">A connection with no transaction.</param>
    /// <param name="path">The full path of the copy, which does not exist yet.</param>
    /// <param name="isShared">Whether the store takes the journal mode of its file as it is, so that the copy must have the right one.</param>
    /// <param name="cancellationToken">Ends the writing in the middle. The unfinished copy is removed.</param>
    public static void Write(SqliteConnection source, string path, bool isShared, CancellationToken cancellationToken)
    {
        Make(path);
        try
        {
            raw.sqlite3_progress_handler(source.Handle!, StepsPerLook, _ => cancellationToken.IsCancellationRequested ? 1 : 0, null);
            using (var copy = new Statement(source, "VACUUM INTO :path"))
            {
                copy.Bind(Parameter.Path, path).Execute();
            }

            cancellationToken.ThrowIfCancellationRequested();
            GiveLifeOfItsOwn(path, isShared);
        }
        catch
        {
            File.Delete(path);
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
        finally
        {
            raw.sqlite3_progress_handler(source.Handle!, 0, null, null);
        }
    }

    // The copy is made for its owner only, in the same way as the original. SQLite fills a file that is empty.
    private static void Make(string path)
    {
        var file = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            file.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            new FileStream(path, file).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WalletStoreException(StoreFailure.CannotOpen, $"the copy '{path}' cannot be made: {exception.Message}", exception);
        }
    }

    // A log of the original that lies beside it one day, as after it was put in the original's place, is then known as another's.
    // The commit syncs the whole file, which VACUUM INTO does not.
    private static void GiveLifeOfItsOwn(string path, bool isShared)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();
        using var stamp = new Statement(connection, "REPLACE INTO walletkit_log_stamp (id, log, log_before) VALUES (1, randomblob(8), zeroblob(8))");
        stamp.Execute();
        if (isShared)
        {
            SqliteDatabase.Run(connection, "PRAGMA journal_mode = WAL");
        }
    }
}
