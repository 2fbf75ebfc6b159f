using System.Collections.Concurrent;
using Npgsql;

namespace WalletKit.PostgreSql.Server;

/// <summary>The server that the tests of this process share: the server that the environment names, or else a temporary one.</summary>
public static class TestServer
{
    /// <summary>The environment variable that holds a connection string of a server to be used.</summary>
    public const string Variable = "WALLETKIT_TEST_POSTGRES";

    private static readonly ConcurrentBag<string> s_emptied = [];
    private static readonly Lazy<string> s_connectionString = new(FindOrStart);
    private static readonly Lazy<NpgsqlDataSource> s_dataSource = new(() => NpgsqlDataSource.Create(ConnectionString));
    private static int s_schemas;

    /// <summary>The environment variable that is set, to any value, where tests must not be skipped because a server is missing.</summary>
    public const string RequiredVariable = "WALLETKIT_REQUIRE_POSTGRES";

    /// <summary>The reason for which there is no server to test with; null where there is one.</summary>
    /// <exception cref="InvalidOperationException">There is no server, and there must be one.</exception>
    public static string? Missing
    {
        get
        {
            if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } || TemporaryCluster.IsPossible)
            {
                return null;
            }

            const string reason = $"There is no PostgreSQL to test with: install its server (on Debian, the package postgresql), or set {Variable} to the connection string of one.";
            return Environment.GetEnvironmentVariable(RequiredVariable) is { Length: > 0 } ? throw new InvalidOperationException(reason) : reason;
        }
    }

    /// <summary>The connection string of the server, which is started if needed.</summary>
    public static string ConnectionString => s_connectionString.Value;

    /// <summary>Connections to the server, shared by all tests, because a new connection takes longer than most tests.</summary>
    public static NpgsqlDataSource DataSource => s_dataSource.Value;

    /// <summary>A name for a schema that no other code uses.</summary>
    public static string NewSchema() => $"test_{Environment.ProcessId}_{DateTime.UtcNow:yyyyMMddHHmmss}_{Interlocked.Increment(ref s_schemas)}";

    /// <summary>A schema for a test of its own. It may have the tables, but never a row, because making tables takes longer than most tests.</summary>
    public static string TakeSchema() => s_emptied.TryTake(out var schema) ? schema : NewSchema();

    /// <summary>Empties the tables of a schema, and gives it to the next test.</summary>
    public static async Task GiveBackAsync(string schema)
    {
        await RunAsync(
            $"""
            DO $$ DECLARE all_tables text; BEGIN
                SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') INTO all_tables FROM pg_tables WHERE schemaname = '{schema}' AND tablename <> 'walletkit_schema';
                IF all_tables IS NOT NULL THEN EXECUTE 'TRUNCATE ' || all_tables; END IF;
            END $$
            """);
        s_emptied.Add(schema);
    }

    /// <summary>Makes a database, for code that has no choice of the schema.</summary>
    /// <returns>The connection string of the database.</returns>
    public static async Task<string> CreateDatabaseAsync()
    {
        var name = NewSchema();
        await RunAsync($"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'");
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Runs SQL on the server.</summary>
    public static async Task RunAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static string FindOrStart()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            return given;
        }

        // Crashes of the server are tested elsewhere; here only its answers count, and without syncs they come sooner.
        var cluster = TemporaryCluster.Start("fsync=off", "full_page_writes=off", "autovacuum=off");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.Dispose();
        return new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { MaxAutoPrepare = 100 }.ConnectionString;
    }
}
