using Microsoft.Data.Sqlite;

namespace WalletKit.Storage.Sqlite;

/// <summary>One step from a version of the tables to the next, within the transaction of the migration.</summary>
/// <param name="Script">The part of the step in SQL, which runs first.</param>
/// <param name="Fill">
/// The part of the step that SQL cannot do; null for none. It works on the tables that the script has made, and reports its rows and their number. The report throws where the
/// migration was canceled.
/// </param>
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
