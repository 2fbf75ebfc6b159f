using System.Collections.Concurrent;
using Npgsql;
using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests.Conformance;

/// <summary>Schemas that an owner makes by scripts. They are used again once they are empty, because making one takes longer than most tests.</summary>
/// <param name="owner">The connection string of the owner.</param>
/// <param name="host">The connection string of the hosts that use the schemas.</param>
/// <param name="script">The SQL that makes a schema and grants the hosts what they need.</param>
internal sealed class SchemaPool(string owner, string host, Func<string, string> script)
{
    private readonly ConcurrentBag<string> _emptied = [];

    /// <summary>The connections of the hosts.</summary>
    public NpgsqlDataSource DataSource { get; } = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(host) { MaxAutoPrepare = 100 }.ConnectionString);

    public string Take()
    {
        if (!_emptied.TryTake(out var schema))
        {
            schema = TestServer.NewSchema();
            Run(script(schema));
        }

        return schema;
    }

    public void GiveBack(string schema)
    {
        Run(
            $"""
            DO $$ BEGIN EXECUTE (
                SELECT 'TRUNCATE ' || string_agg(format('%I.%I', schemaname, tablename), ', ') FROM pg_tables WHERE schemaname = '{schema}' AND tablename <> 'walletkit_schema');
            END $$
            """);
        _emptied.Add(schema);
    }

    private void Run(string sql)
    {
        using var connection = new NpgsqlConnection(owner);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
