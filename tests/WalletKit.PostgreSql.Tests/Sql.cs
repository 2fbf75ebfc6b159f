using Npgsql;
using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests;

/// <summary>A schema in the view of another program, which does not use the library. Tables need not be qualified.</summary>
internal sealed class Sql : IAsyncDisposable
{
    // Some tests fill tables with a million rows, on machines that may be busy.
    private const int TimeoutSeconds = 600;

    private readonly NpgsqlDataSource _dataSource;

    public Sql(string schema, string? connectionString = null) =>
        _dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString ?? TestServer.ConnectionString) { SearchPath = schema, ApplicationName = "by hand", CommandTimeout = TimeoutSeconds }.ConnectionString);

    public async Task RunAsync(string sql)
    {
        await using var command = _dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    public async Task<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = _dataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Token);
        var rows = new List<T>();
        while (await reader.ReadAsync(Token))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>The only value, which is not null.</summary>
    public async Task<T> ValueAsync<T>(string sql) => (await ReadAsync(sql, row => row.GetFieldValue<T>(0))).Single();

    public Task<long> CountAsync(string from) => ValueAsync<long>($"SELECT count(*) FROM {from}");

    /// <summary>Waits until a store on a schema waits for a lock.</summary>
    public Task WaitForWaitingAsync(string schema, int waiting = 1) => Until.TrueAsync(
        async () => await CountAsync($"pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%{schema}%'") >= waiting, "the store waits for a lock");

    /// <summary>Begins a transaction, which holds its locks until it is committed or disposed of.</summary>
    public async Task<ForeignTransaction> BeginAsync() => await ForeignTransaction.BeginAsync(await _dataSource.OpenConnectionAsync(Token));

    public ValueTask DisposeAsync() => _dataSource.DisposeAsync();
}
