using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace WalletKit.Storage.Sqlite;

/// <summary>Opens a file for writing: made if new, refused untouched if foreign or newer, migrated if older.</summary>
internal static partial class SqliteOpening
{
    // While other processes open the same new file, some steps meet a lock that SQLite does not wait for by itself.
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(10);

    // A layered file system puts a copy of a file in its place when it is first opened for writing.
    private const int MaxReplacements = 3;

    /// <summary>Blocks the calling thread, which is the writer's own, for as long as the busy timeout at most.</summary>
    public static WriteSession Open(SqliteDatabase database, SqliteStoreOptions options, ILogger logger)
    {
        database.Locate();
        database.CreateFile();
        database.Files.RefuseSecondName();
        try
        {
            return Reopen(database, options, logger);
        }
        catch
        {
            database.Watch.Forget();
            throw;
        }
    }

    /// <summary>Opens a file that was open before: where it is gone, an empty one in its place would hide the loss.</summary>
    public static WriteSession Reopen(SqliteDatabase database, SqliteStoreOptions options, ILogger logger)
    {
        var started = Environment.TickCount64;
        for (var replacements = 0; ;)
        {
            try
            {
                return OpenOnce(database, logger);
            }
            catch (SqliteException exception) when (SqliteErrors.FailureOf(exception) == StoreFailure.Busy
                && Environment.TickCount64 - started < options.BusyTimeout.TotalMilliseconds)
            {
                Thread.Sleep(RetryPause);
            }
            catch (WalletStoreException exception) when (exception.Failure == StoreFailure.FileMoved && database.Watch.Stopped is null && replacements < MaxReplacements)
            {
                replacements++;
            }
        }
    }

    private static WriteSession OpenOnce(SqliteDatabase database, ILogger logger)
    {
        var file = FileWatch.Look(database.Files);
        var connection = database.ConnectWriter();
        try
        {
            // Looked at before anything is set, so that what is refused stays as it was.
            LogLineage.Check(connection, database.Files);
            SqliteSchema.Current.Inspect(connection, database.Path);
            database.ConfigureWriter(connection);
            var found = SqliteSchema.Current.Migrate(connection, database.Path);
            SqliteDatabase.SyncLog(connection);
            database.Watch.Take(database.Files, file);
            if (found == 0)
            {
                LogCreated(logger, database.Path, SqliteSchema.Current.Version);
            }
            else if (found == SqliteSchema.Current.Version)
            {
                LogOpened(logger, database.Path, found);
            }
            else
            {
                LogMigrated(logger, database.Path, found, SqliteSchema.Current.Version);
            }

            return new WriteSession(connection, database);
        }
        catch
        {
            database.Watch.LetGo();
            database.Abandon(connection);
            throw;
        }
    }
}
