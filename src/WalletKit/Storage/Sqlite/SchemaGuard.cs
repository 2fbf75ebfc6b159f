using Microsoft.Data.Sqlite;
using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// Looks, in the transactions that follow on one of another connection, whether the tables are still those of this release. In a shared file each commit of the host
/// is such a one, so a look costs two kept statements as long as SQLite's number of the schema stands.
/// </summary>
internal sealed class SchemaGuard(SqliteConnection connection, SqliteDatabase database) : IDisposable
{
    private readonly Statement _schema = new(connection, "PRAGMA schema_version");
    private readonly Statement _version = new(connection, "SELECT version FROM walletkit_schema WHERE id = 1");
    private long? _seen;

    /// <summary>Throws where the tables are gone, or are a newer release's.</summary>
    /// <exception cref="WalletStoreException">They are no longer those of this release.</exception>
    public void Check()
    {
        var schema = _schema.SingleInt64();
        if (schema == _seen && _version.SingleInt64() == database.Schema.Version)
        {
            return;
        }

        if (database.Schema.InspectInTransaction(connection, database.Path) != database.Schema.Version)
        {
            throw new WalletStoreException(StoreFailure.Corrupt, $"the tables of the database '{database.Path}' are gone.");
        }

        _seen = schema;
    }

    public void Dispose()
    {
        _schema.Dispose();
        _version.Dispose();
    }
}
