using Microsoft.Data.Sqlite;

namespace WalletKit.Samples.Tests;

/// <summary>A path for a file with wallets, and SQL on that file.</summary>
internal sealed class TemporaryDatabase : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public string Path => _directory.File("wallets.db");

    public void Execute(string sql) => Run(sql, command => command.ExecuteNonQuery());

    public long Count(string sql) => Run(sql, command => (long)command.ExecuteScalar()!);

    public void Dispose() => _directory.Dispose();

    private T Run<T>(string sql, Func<SqliteCommand, T> run)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are the tests' own.
        command.CommandText = sql;
#pragma warning restore CA2100
        return run(command);
    }
}
