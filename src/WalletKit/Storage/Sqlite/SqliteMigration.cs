using Microsoft.Data.Sqlite;

namespace WalletKit.Storage.Sqlite;

/// <summary>One step from a version of the tables to the next, within the transaction of the migration.</summary>
/// <param name="Script">What SQL can do of it; first.</param>
/// <param name="Fill">What SQL cannot: it works on what the script has made; null where there is nothing left to do.</param>
internal sealed record SqliteMigration(string Script, Action<SqliteConnection>? Fill = null)
{
    public static implicit operator SqliteMigration(string script) => new(script);

    public void Run(SqliteConnection connection)
    {
        SqliteException.ThrowExceptionForRC(SQLitePCL.raw.sqlite3_exec(connection.Handle!, Script), connection.Handle!);
        Fill?.Invoke(connection);
    }
}
