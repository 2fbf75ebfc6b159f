using Microsoft.Data.Sqlite;

namespace WalletKit.Storage.Sqlite;

/// <summary>One step from a version of the tables to the next, within the transaction of the migration.</summary>
/// <param name="Script">What SQL can do of it; first.</param>
/// <param name="Fill">What SQL cannot: it works on what the script has made, and reports its rows and how many there are, by which it learns of a cancellation; null for nothing.</param>
internal sealed record SqliteMigration(string Script, Action<SqliteConnection, Action<long, long>>? Fill = null)
{
    public static implicit operator SqliteMigration(string script) => new(script);

    /// <summary>Takes the step.</summary>
    /// <param name="connection">The connection, in the transaction of the migration.</param>
    /// <param name="report">Takes the rows that are done, and how many there are to do.</param>
    public void Run(SqliteConnection connection, Action<long, long> report)
    {
        SqliteDatabase.Run(connection, Script);
        Fill?.Invoke(connection, report);
    }
}
