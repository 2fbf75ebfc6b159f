using Microsoft.Data.Sqlite;

namespace WalletKit.Samples.Tests;

/// <summary>A path for a file with wallets, and SQL on that file.</summary>
internal sealed class TemporaryDatabase : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("walletkit-sample-tests-");

    public string Path => System.IO.Path.Combine(_directory.FullName, "wallets.db");

    public void Execute(string sql) => Run(sql, command => command.ExecuteNonQuery());

    public long Count(string sql) => Run(sql, command => (long)command.ExecuteScalar()!);

    public void Dispose() => _directory.Delete(recursive: true);

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
