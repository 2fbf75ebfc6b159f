using Microsoft.Data.Sqlite;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>A command with its parameters, made once: its statement stays prepared as long as it lives.</summary>
internal sealed class KeptCommand : IDisposable
{
    private readonly SqliteCommand _command;
    private readonly SqliteParameter[] _parameters;

    public KeptCommand(SqliteConnection connection, string sql, params string[] parameters)
    {
        _command = new SqliteCommand(sql, connection);
        _parameters = Array.ConvertAll(parameters, name => _command.Parameters.Add(new SqliteParameter { ParameterName = name }));
    }

    public KeptCommand Bind(int index, object value)
    {
        _parameters[index].Value = value;
        return this;
    }

    public int Execute() => _command.ExecuteNonQuery();

    public SqliteDataReader Read() => _command.ExecuteReader();

    public void Dispose() => _command.Dispose();
}
