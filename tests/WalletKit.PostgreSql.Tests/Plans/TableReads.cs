using Npgsql;
using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests.Plans;

/// <summary>The number of rows that hosts have read from the tables of a schema, by the server's own count.</summary>
internal sealed class TableReads(Sql sql, string schema)
{
    private readonly string _applicationName = $"reads of {schema}";

    /// <summary>A connection string that identifies a host's connections.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(TestServer.ConnectionString) { ApplicationName = _applicationName }.ConnectionString;

    /// <summary>Counts the rows that closed hosts have read so far. A session adds its reads to the count when it ends.</summary>
    public async Task<long> CountAsync()
    {
        await Until.TrueAsync(async () => await sql.CountAsync($"pg_stat_activity WHERE application_name = '{_applicationName}'") == 0, "the host's sessions have ended");
        return await sql.ValueAsync<long>(
            $"""
            SELECT ((SELECT sum(seq_tup_read) FROM pg_stat_user_tables WHERE schemaname = '{schema}')
                + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE schemaname = '{schema}'))::bigint
            """);
    }
}
