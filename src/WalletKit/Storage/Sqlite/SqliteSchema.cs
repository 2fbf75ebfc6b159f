using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace WalletKit.Storage.Sqlite;

/// <summary>The tables, and the steps that lead to them from each version there was.</summary>
/// <param name="migrations">The step that leads from version <c>i</c> to <c>i + 1</c>, at index <c>i</c>.</param>
/// <param name="isShared">Whether the file belongs to the host, and the mark of a file of WalletKit's own is neither asked for nor written.</param>
internal sealed class SqliteSchema(IReadOnlyList<SqliteMigration> migrations, bool isShared = false)
{
    /// <summary>"WKIT": the mark of a database that belongs to WalletKit.</summary>
    public const long ApplicationId = 0x574B4954;

    private const int StoreIdSize = 16;

    public static SqliteSchema Current { get; } = new(SqliteMigrations.All);

    /// <summary>The same tables in a file of the host's.</summary>
    public SqliteSchema InSharedFile() => new(migrations, isShared: true);

    /// <summary>The version that this release writes.</summary>
    public int Version => migrations.Count;

    /// <summary>
    /// Brings the database to this release's version, in one transaction. A database that is foreign or newer is refused and not touched.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="run">Receives the progress, and may cancel the migration; null for none.</param>
    /// <param name="log">Names the log in the same transaction, which may be the only one before the process is killed; null where there is no such row yet.</param>
    /// <returns>The version that was found.</returns>
    /// <exception cref="OperationCanceledException">The migration was canceled. The database is unchanged.</exception>
    public int Migrate(SqliteConnection connection, string path, SqliteMigrationRun? run = null, LogStamping? log = null)
    {
        if (Inspect(connection, path) is var found && found == Version)
        {
            return found;
        }

        SqliteDatabase.Run(connection, "BEGIN IMMEDIATE");
        try
        {
            // Another process may have been here while this one waited for the lock.
            found = InspectInTransaction(connection, path);
            run?.Begin(connection, found, Version);
            for (var version = found; version < Version; version++)
            {
                run?.BeginStep(version + 1);
                migrations[version].Run(connection, run is null ? static (_, _) => { } : run.Worked);
            }

            SetVersion(connection);
            if (!isShared)
            {
                SqliteDatabase.Run(connection, $"PRAGMA application_id = {ApplicationId}");
            }

            log?.Stamp();
            run?.End(connection);
            SqliteDatabase.Run(connection, "COMMIT");
            return found;
        }
        catch (Exception exception)
        {
            SqliteMigrationRun.Release(connection);
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle!) == 0)
            {
                SqliteDatabase.Run(connection, "ROLLBACK");
            }

            if (exception is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_INTERRUPT })
            {
                run?.ThrowIfStopped();
            }

            throw;
        }
    }

    /// <summary>Reads the version of the database; 0 for an empty database.</summary>
    /// <exception cref="WalletStoreException">It is foreign or newer.</exception>
    public int Inspect(SqliteConnection connection, string path)
    {
        // From one snapshot: read one by one, the marks of a database that is just being made look foreign.
        SqliteDatabase.Run(connection, "BEGIN");
        try
        {
            return InspectInTransaction(connection, path);
        }
        finally
        {
            // After some errors SQLite has ended it by itself, and another one would hide the first.
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle!) == 0)
            {
                SqliteDatabase.Run(connection, "COMMIT");
            }
        }
    }

    /// <inheritdoc cref="Inspect"/>
    public int InspectInTransaction(SqliteConnection connection, string path)
    {
        var applicationId = SqliteDatabase.ReadPragma(connection, "application_id");
        var hasTable = SqliteDatabase.HasTable(connection, "walletkit_schema");
        if (hasTable && (isShared || applicationId == ApplicationId))
        {
            return ReadVersion(connection, path) is var version && version <= Version
                ? version
                : throw new WalletStoreException(StoreFailure.Newer, $"the database '{path}' has schema version {version}; this release knows 1 to {Version}.");
        }

        if (isShared)
        {
            SharedFile.RefuseTakenNames(connection, path);
            return 0;
        }

        if (hasTable && FindVersion(connection) is not null)
        {
            throw SharedFile.NotShared(path);
        }

        if (applicationId != 0 || SqliteDatabase.ReadPragma(connection, "user_version") != 0 || SqliteDatabase.ReadPragma(connection, "schema_version") != 0)
        {
            throw new WalletStoreException(StoreFailure.Foreign, $"the database '{path}' belongs to another application (application id {applicationId}); it was left as it is.");
        }

        return 0;
    }

    private static int ReadVersion(SqliteConnection connection, string path)
    {
        try
        {
            return ReadRow(connection) is >= 1 and <= int.MaxValue and var version
                ? (int)version
                : throw new WalletStoreException(StoreFailure.Foreign, $"the database '{path}' has a table 'walletkit_schema' without a version; it was left as it is.");
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == SQLitePCL.raw.SQLITE_ERROR)
        {
            throw new WalletStoreException(StoreFailure.Foreign, $"the database '{path}' has a table 'walletkit_schema' that is not WalletKit's; it was left as it is.", exception);
        }
    }

    private static long? FindVersion(SqliteConnection connection)
    {
        try
        {
            return ReadRow(connection);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == SQLitePCL.raw.SQLITE_ERROR)
        {
            return null;
        }
    }

    // The id of the store tells the table from one of the same name.
    private static long? ReadRow(SqliteConnection connection)
    {
        using var row = new Statement(connection, $"SELECT version FROM walletkit_schema WHERE id = 1 AND length(store_id) = {StoreIdSize}");
        return row.SingleInt64();
    }

    private void SetVersion(SqliteConnection connection)
    {
        using var row = new Statement(connection, "INSERT INTO walletkit_schema (id, version, store_id) VALUES (1, :version, :storeId) ON CONFLICT (id) DO UPDATE SET version = excluded.version");
        row.Bind(Parameter.Version, Version).Bind(Parameter.StoreId, RandomNumberGenerator.GetBytes(StoreIdSize)).Execute();
    }
}
