using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;
using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>The database file, and connections to it that are set up and proven to be.</summary>
internal sealed class SqliteDatabase
{
    // 8 MB of log. SQLite's own 1,000 copies a busy page into the file twice as often; 4,000 makes the commit that copies them
    // take too long beside the others. Both were measured.
    internal const int CheckpointPages = 2_000;

    // Earlier releases can corrupt a database in WAL mode.
    private static readonly Version MinSqliteVersion = new(3, 51, 3);

    // SQLite's own wait is cut into pieces for the writer, so that each caller that waits for the file waits as long as is set, however late it
    // came. The pieces are short, because in a long wait SQLite looks at the lock ever more rarely, and a process that came later would get it first.
    // Readers wait in one piece: in a write-ahead log they meet a lock only while it is recovered.
    private static readonly TimeSpan MaxWriterWait = TimeSpan.FromMilliseconds(3);

    // Closing any handle of a file drops all locks that the process has on it, and SQLite's are such locks. So no store of the process goes on
    // to open a new file before the handle that made it is closed, whichever store made it.
    private static readonly Lock s_creating = new();

    private readonly SqliteStoreOptions _options;
    private readonly bool _mustExist;

    public SqliteDatabase(SqliteStoreOptions options, SqliteSchema schema, ILogger logger)
    {
        _options = options;
        Schema = options.Shared ? schema.InSharedFile() : schema;
        var settings = SqliteConnectionSettings.Read(options.ConnectionString);
        _mustExist = settings.MustExist;
        BusyTimeout = settings.BusyTimeout ?? options.BusyTimeout;
        Files = new DatabasePath(settings.Path);
        Watch = new FileWatch(logger);
        Participants = new ParticipantRuns(options.ParticipantTimeout);
    }

    /// <summary>The full path of the file, in which no symbolic links are left.</summary>
    public string Path => Files.File;

    /// <summary>The paths of all its files.</summary>
    public DatabasePath Files { get; private set; }

    /// <summary>Whether they are still those that were opened.</summary>
    public FileWatch Watch { get; }

    /// <summary>The host code that runs in commits.</summary>
    public ParticipantRuns Participants { get; }

    /// <summary>The tables that the file has, or is given.</summary>
    public SqliteSchema Schema { get; }

    /// <summary>Whether the file belongs to the host, and has tables of others.</summary>
    public bool IsShared => _options.Shared;

    /// <summary>The longest wait for another connection that holds the file.</summary>
    public TimeSpan BusyTimeout { get; }

    /// <summary>The sync level of its commits.</summary>
    public SqliteSynchronous Synchronous => _options.Synchronous;

    /// <summary>How many entries of the journal have one stored sum.</summary>
    public int EntriesPerTotal => _options.EntriesPerTotal;

    /// <summary>Whether there is something in the write-ahead log.</summary>
    public bool HasLog => new FileInfo(Files.Log) is { Exists: true, Length: > 0 };

    /// <summary>Follows the links anew: they may have been made, or lead elsewhere, since the last attempt to open the file.</summary>
    public void Locate() => Files = new DatabasePath(Files.Given);

    /// <summary>Says whether a file may be brought to this release's version.</summary>
    /// <param name="found">The version that it has; 0 where it is empty or not there.</param>
    public bool MayMigrate(int found) => _options.MigrateOnOpen && (found > 0 || !_mustExist);

    /// <summary>The error that says why a file with another version than this release's is left unchanged.</summary>
    public WalletStoreException NotMigrated(int found) => new(
        StoreFailure.CannotOpen,
        found > 0
            ? $"the database '{Path}' has schema version {found}, this release version {Schema.Version}, and migrating it is turned off by {nameof(SqliteStoreOptions)}.{nameof(SqliteStoreOptions.MigrateOnOpen)}."
        : _mustExist ? $"the database '{Path}' holds no wallets, and none is made, because the connection string has Mode=ReadWrite."
        : !_options.MigrateOnOpen ? $"the database '{Path}' holds no wallets, and making it is turned off by {nameof(SqliteStoreOptions)}.{nameof(SqliteStoreOptions.MigrateOnOpen)}."
        : $"the tables of the database '{Path}' are gone.");

    /// <summary>Makes the file if there is none, in the mode that was set, unless it must exist.</summary>
    public void CreateFile()
    {
        Files.RefuseLogWithoutFile();
        var directory = System.IO.Path.GetDirectoryName(Path);
        if (!Directory.Exists(directory))
        {
            throw new WalletStoreException(StoreFailure.CannotOpen, $"the directory '{directory}' of the database '{Path}' does not exist; it is not made on its own.");
        }

        if (Directory.Exists(Path))
        {
            throw new WalletStoreException(StoreFailure.CannotOpen, $"the database '{Path}' is a directory.");
        }

        if (!MayMigrate(0) && !File.Exists(Path))
        {
            throw NotMigrated(0);
        }

        // SQLite takes one byte for nothing, and would write over it.
        if ((!MayMigrate(0) || !TryCreateFile()) && new FileInfo(Path).Length == 1)
        {
            throw new WalletStoreException(StoreFailure.NotADatabase, $"the file '{Path}' is not a SQLite database.");
        }
    }

    private bool TryCreateFile()
    {
        var file = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete };
        if (!OperatingSystem.IsWindows())
        {
            file.UnixCreateMode = _options.UnixCreateMode;
        }

        try
        {
            lock (s_creating)
            {
                using var stream = new FileStream(Path, file);

                // The umask takes bits away from the mode. Some file systems know no modes, and they are not asked for one.
                if (!OperatingSystem.IsWindows() && !File.GetUnixFileMode(stream.SafeFileHandle).HasFlag(_options.UnixCreateMode))
                {
                    File.SetUnixFileMode(stream.SafeFileHandle, _options.UnixCreateMode);
                }
            }

            return true;
        }
        catch (IOException) when (File.Exists(Path))
        {
            // It stands already, or another process made it just now.
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WalletStoreException(StoreFailure.CannotOpen, $"the database '{Path}' cannot be made: {exception.Message}", exception);
        }
    }

    /// <summary>Opens a connection without touching the content of the file.</summary>
    private SqliteConnection Connect(TimeSpan nativeWait)
    {
        // Where another file is there by now, it must not even be opened.
        Watch.Check();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = SqliteOpenMode.ReadWrite,
            Cache = SqliteCacheMode.Private,
            // A pooled connection keeps the settings that its last user left.
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            Set(connection, "busy_timeout", (long)nativeWait.TotalMilliseconds);
            CheckVersion(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection for writing, without touching the content of the file.</summary>
    public SqliteConnection ConnectWriter()
    {
        var connection = Connect(BusyTimeout < MaxWriterWait ? BusyTimeout : MaxWriterWait);
        if (raw.sqlite3_db_readonly(connection.Handle!, "main") != 1)
        {
            return connection;
        }

        // SQLite opens a file for reading that it cannot open for writing, and would say so only at the first write.
        Abandon(connection);
        throw new WalletStoreException(StoreFailure.ReadOnly, $"the database '{Path}' cannot be written: the file or its file system is read-only for this process.");
    }

    /// <summary>Closes a connection to a file that was refused. The last one to close would else put a log that a crash left into the file.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="isLogOwn">Whether all that is in the log is what this connection has rolled back.</param>
    public void Abandon(SqliteConnection connection, bool isLogOwn = false)
    {
        // An empty log is removed with the connection that made it.
        if (!isLogOwn && HasLog)
        {
            LeaveLog(connection);
        }

        connection.Dispose();
    }

    /// <summary>Closes a connection. The last connection to close copies the log into the file and removes it by its name, which may be another file's by now.</summary>
    public void Close(SqliteConnection connection)
    {
        if (!Watch.AreInPlace())
        {
            LeaveLog(connection);
        }

        connection.Dispose();
    }

    private static void LeaveLog(SqliteConnection connection) =>
        _ = raw.sqlite3_db_config(connection.Handle!, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);

    /// <summary>Sets up a connection for writing.</summary>
    public void ConfigureWriter(SqliteConnection connection)
    {
        if (!IsShared || SharedFile.CheckSettings(connection, Path))
        {
            UseWriteAheadLog(connection);
        }

        Set(connection, "synchronous", (long)_options.Synchronous);
        Set(connection, "wal_autocheckpoint", CheckpointPages);

        // It cuts the log, and how long the log of a shared file may be is the host's to say.
        if (!IsShared)
        {
            Set(connection, "journal_size_limit", SqliteLog.KeptSize);
        }

        Set(connection, "foreign_keys", 1);
        Set(connection, "trusted_schema", 0);
    }

    /// <summary>
    /// Makes durable what is found in the log. A process that was killed between its write and its sync leaves a commit that
    /// is there until the power fails, and that would be answered for like any other.
    /// </summary>
    public static void SyncLog(SqliteConnection connection)
    {
        using var checkpoint = new Statement(connection, "PRAGMA wal_checkpoint(PASSIVE)");
        try
        {
            checkpoint.Execute();
        }
        catch (SqliteException exception) when (SqliteErrors.FailureOf(exception) == StoreFailure.Full)
        {
            // The log is synced before it is copied, and there is room for no copy; reading goes on.
        }
    }

    /// <summary>Opens a connection that can only read.</summary>
    public SqliteConnection ConnectReader() => ConnectReader(isQueryOnly: true);

    /// <summary>Opens a connection that reads, and writes a copy: SQLite counts that as writing.</summary>
    public SqliteConnection ConnectCopier() => ConnectReader(isQueryOnly: false);

    private SqliteConnection ConnectReader(bool isQueryOnly)
    {
        var connection = Connect(BusyTimeout);
        try
        {
            Set(connection, "query_only", isQueryOnly ? 1 : 0);
            Set(connection, "trusted_schema", 0);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static long ReadPragma(SqliteConnection connection, string name)
    {
        using var statement = new Statement(connection, $"PRAGMA {name}");
        return statement.Step() ? statement.Int64(Column.Only) : throw new WalletStoreException(StoreFailure.Other, $"SQLite does not know PRAGMA {name}.");
    }

    public static bool HasTable(SqliteConnection connection, string name)
    {
        using var table = new Statement(connection, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = :name");
        return table.Bind(Parameter.Name, name).SingleInt64() is not null;
    }

    /// <summary>Runs a script of statements that return nothing.</summary>
    public static void Run(SqliteConnection connection, string script) =>
        SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(connection.Handle!, script), connection.Handle!);

    // A PRAGMA that SQLite does not take is ignored without a word, so each is read back.
    private void Set(SqliteConnection connection, string pragma, long value)
    {
        using (var set = new Statement(connection, $"PRAGMA {pragma} = {value}"))
        {
            set.Execute();
        }

        if (ReadPragma(connection, pragma) is var actual && actual != value)
        {
            throw new WalletStoreException(StoreFailure.Other, $"PRAGMA {pragma} of the database '{Path}' is {actual}, though it was set to {value}.");
        }
    }

    private void UseWriteAheadLog(SqliteConnection connection)
    {
        using var journalMode = new Statement(connection, "PRAGMA journal_mode = WAL");
        var actual = journalMode.Step() ? journalMode.String(Column.Only) : "";
        if (actual != "wal")
        {
            throw new WalletStoreException(StoreFailure.CannotOpen, $"the database '{Path}' cannot use a write-ahead log, its journal mode stays '{actual}'; network file systems have none.");
        }
    }

    private static void CheckVersion(SqliteConnection connection)
    {
        if (!Version.TryParse(connection.ServerVersion, out var version) || version < MinSqliteVersion)
        {
            throw new WalletStoreException(StoreFailure.CannotOpen, $"SQLite {connection.ServerVersion} can corrupt a write-ahead log; {MinSqliteVersion} or later is needed.");
        }
    }
}
