using Npgsql;
using WalletKit.PostgreSql.Server;
using WalletKit.Testing.Model.Bookkeeping;

namespace WalletKit.PostgreSql.Tests.Clocks;

/// <summary>A clock of the server that can be set: functions that come before the server's own on the search path of the hosts that use this clock.</summary>
internal sealed class ServerClock(string schema)
{
    private readonly string _schema = $"{schema}_clock";

    /// <summary>The connection string of the server with this clock.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(TestServer.ConnectionString) { SearchPath = $"{_schema},pg_catalog" }.ConnectionString;

    public Task MakeAsync(TimeSpan ahead) => TestServer.RunAsync(
        $"""
        CREATE SCHEMA {_schema};
        CREATE TABLE {_schema}.clock (ahead interval NOT NULL);
        INSERT INTO {_schema}.clock VALUES ('{Seconds(ahead)} seconds');
        CREATE FUNCTION {_schema}.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT pg_catalog.clock_timestamp() + ahead FROM {_schema}.clock';
        CREATE FUNCTION {_schema}.statement_timestamp() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT pg_catalog.statement_timestamp() + ahead FROM {_schema}.clock';
        """);

    public Task SetAsync(TimeSpan ahead) => TestServer.RunAsync($"UPDATE {_schema}.clock SET ahead = '{Seconds(ahead)} seconds'");

    public Task DropAsync() => TestServer.RunAsync($"DROP SCHEMA IF EXISTS {_schema} CASCADE");

    private static string Seconds(TimeSpan span) => ((long)span.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
