using Microsoft.Data.Sqlite;

namespace WalletKit.Storage.Sqlite;

/// <summary>The tables, and the steps that lead to them from each version there was.</summary>
/// <param name="migrations">The step that leads from version <c>i</c> to <c>i + 1</c>, at index <c>i</c>.</param>
internal sealed class SqliteSchema(IReadOnlyList<SqliteMigration> migrations)
{
    /// <summary>"WKIT": what marks a database as WalletKit's.</summary>
    public const long ApplicationId = 0x574B4954;

    public static SqliteSchema Current { get; } = new(SqliteMigrations.All);

    /// <summary>The version that this release writes.</summary>
    public int Version => migrations.Count;

    /// <summary>
    /// Brings the database to this release's version, in one transaction. One that is foreign or newer is refused untouched.
    /// </summary>
    /// <returns>The version that was found.</returns>
    public int Migrate(SqliteConnection connection, string path)
    {
        if (Inspect(connection, path) is var found && found == Version)
        {
            return found;
        }

        Run(connection, "BEGIN IMMEDIATE");
        try
        {
            // Another process may have been here while this one waited for the lock.
            found = InspectInTransaction(connection, path);
            for (var version = found; version < Version; version++)
            {
                migrations[version].Run(connection);
            }

            // With the tables, so that a file that was just migrated is not taken for a copy.
            Run(connection, "UPDATE log_stamp SET schema_version = (SELECT schema_version FROM pragma_schema_version)");
            Run(connection, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}");
            Run(connection, "COMMIT");
            return found;
        }
        catch
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle!) == 0)
            {
                Run(connection, "ROLLBACK");
            }

            throw;
        }
    }

    /// <summary>Says which version the database has, 0 for an empty one.</summary>
    /// <exception cref="WalletStoreException">It is foreign or newer.</exception>
    public int Inspect(SqliteConnection connection, string path)
    {
        // From one snapshot: read one by one, the marks of a database that is just being made look foreign.
        Run(connection, "BEGIN");
        try
        {
            return InspectInTransaction(connection, path);
        }
        finally
        {
            // After some errors SQLite has ended it by itself, and another one would hide the first.
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle!) == 0)
            {
                Run(connection, "COMMIT");
            }
        }
    }

    /// <inheritdoc cref="Inspect"/>
    public int InspectInTransaction(SqliteConnection connection, string path)
    {
        var applicationId = SqliteDatabase.ReadPragma(connection, "application_id");
        var version = SqliteDatabase.ReadPragma(connection, "user_version");
        if (applicationId == ApplicationId)
        {
            return version <= Version && version > 0
                ? (int)version
                : throw new WalletStoreException(StoreFailure.Newer, $"the database '{path}' has schema version {version}; this release knows 1 to {Version}.");
        }

        if (applicationId != 0 || version != 0 || SqliteDatabase.ReadPragma(connection, "schema_version") != 0)
        {
            throw new WalletStoreException(StoreFailure.Foreign, $"the database '{path}' belongs to another application (application id {applicationId}); it was left as it is.");
        }

        return 0;
    }

    private static void Run(SqliteConnection connection, string script) => new SqliteMigration(script).Run(connection);
}
