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

    /// <summary>Opens a file, and makes or migrates it where that is allowed.</summary>
    /// <remarks>Blocks the calling thread, which is the writer's own: for as long as the busy timeout at most, and for the migration.</remarks>
    /// <exception cref="OperationCanceledException">The migration was canceled; the file is as it was.</exception>
    public static WriteSession Open(SqliteDatabase database, SqliteMigrationRun run, ILogger logger)
    {
        database.Locate();
        database.CreateFile();
        database.Files.RefuseSecondName();
        try
        {
            return OpenInTime(database, run, logger);
        }
        catch
        {
            database.Watch.Forget();
            throw;
        }
    }

    /// <summary>Opens a file that was open before: where it is gone or empty, a new one in its place would hide the loss.</summary>
    public static WriteSession Reopen(SqliteDatabase database, ILogger logger) => OpenInTime(database, null, logger);

    private static WriteSession OpenInTime(SqliteDatabase database, SqliteMigrationRun? run, ILogger logger)
    {
        var started = Environment.TickCount64;
        for (var replacements = 0; ;)
        {
            try
            {
                return OpenOnce(database, run, logger);
            }
            catch (SqliteException exception) when (SqliteErrors.FailureOf(exception) == StoreFailure.Busy
                && Environment.TickCount64 - started < database.BusyTimeout.TotalMilliseconds)
            {
                Thread.Sleep(RetryPause);
                run?.ThrowIfStopped();
            }
            catch (WalletStoreException exception) when (exception.Failure == StoreFailure.FileMoved && database.Watch.Stopped is null && replacements < MaxReplacements)
            {
                replacements++;
            }
        }
    }

    private static WriteSession OpenOnce(SqliteDatabase database, SqliteMigrationRun? run, ILogger logger)
    {
        var file = FileWatch.Look(database.Files);
        var hadLog = database.HasLog;
        var connection = database.ConnectWriter();
        var isMigrating = false;
        try
        {
            // The file is looked at before anything is set, so that a refused file stays unchanged.
            LogLineage.Check(connection, database.Files);
            var found = database.Schema.Inspect(connection, database.Path);
            if (found < database.Schema.Version && (run is null || !database.MayMigrate(found)))
            {
                throw database.NotMigrated(found);
            }

            database.ConfigureWriter(connection);
            isMigrating = true;
            using (var log = found > 0 && found < database.Schema.Version ? new LogStamping(connection, database.Files.Log) : null)
            {
                found = database.Schema.Migrate(connection, database.Path, run, log);
            }

            isMigrating = false;
            SqliteDatabase.SyncLog(connection);
            database.Watch.Take(database.Files, file);
            Log(database, found, logger);
            return new WriteSession(connection, database);
        }
        catch
        {
            database.Watch.LetGo();
            database.Abandon(connection, isLogOwn: isMigrating && !hadLog && FileWatch.Look(database.Files) == file);
            throw;
        }
    }

    private static void Log(SqliteDatabase database, int found, ILogger logger)
    {
        var version = database.Schema.Version;
        if (found == 0)
        {
            LogCreated(logger, database.Path, version);
        }
        else if (found == version)
        {
            LogOpened(logger, database.Path, found);
        }
        else
        {
            LogMigrated(logger, database.Path, found, version);
        }
    }
}
