using System.Globalization;
using Npgsql;
using WalletKit.Benchmarks.Compare.Books;

namespace WalletKit.Benchmarks.Compare.PostgreSql;

/// <summary>A schema in which every contender finds the same books: wallets with one deposit each.</summary>
internal sealed class PostgreSqlBooks : IAsyncDisposable
{
    private static int s_schemas;

    private readonly string _readTotals;

    private PostgreSqlBooks(WalletId[] walletIds, string readTotals)
    {
        WalletIds = walletIds;
        Schema = string.Create(CultureInfo.InvariantCulture, $"books_{Interlocked.Increment(ref s_schemas)}");
        _readTotals = readTotals;
    }

    public WalletId[] WalletIds { get; }

    public string Schema { get; }

    /// <summary>Makes a schema with the tables of the handwritten contenders.</summary>
    public static async Task<PostgreSqlBooks> CreateAsync(WalletId[] walletIds)
    {
        var books = new PostgreSqlBooks(walletIds, PostgreSqlSql.ReadTotals);
        await books.RunAsync($"CREATE SCHEMA {books.Schema}");
        await books.RunAsync(HandwrittenPostgreSqlTables.Script);
        await books.RunAsync(PostgreSqlSql.InsertWallets, Array.ConvertAll(walletIds, id => id.Value));
        await books.RunAsync(PostgreSqlSql.InsertDeposits);
        await books.WriteToDiskAsync("wallets, transactions, rebates, idempotency_keys");
        return books;
    }

    /// <summary>Makes a schema with WalletKit's own tables, which WalletKit itself fills.</summary>
    public static async Task<PostgreSqlBooks> CreateJournalAsync(WalletId[] walletIds)
    {
        var books = new PostgreSqlBooks(walletIds, PostgreSqlJournal.ReadTotals);
        await books.RunAsync(PostgreSqlWalletStore.CreateScript(books.Schema));
        await PostgreSqlJournal.FillAsync(books);
        await books.WriteToDiskAsync("walletkit_wallets, walletkit_journal, walletkit_rebates, walletkit_idempotency_keys");
        return books;
    }

    /// <summary>
    /// Connections for handwritten contenders. Statements are prepared once on each connection, and no setting is changed that would have to be reset.
    /// </summary>
    public async Task<NpgsqlDataSource> ConnectAsync(int connections)
    {
        var dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(BenchmarkServer.Cluster.ConnectionString)
        {
            SearchPath = Schema,
            MaxPoolSize = connections,
            MaxAutoPrepare = 32,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,

            // Plans are kept. A plan made while a table is small would still read the whole table when it is large.
            Options = "-c enable_seqscan=off",
            Timeout = 60,
        });

        // The connections are opened before the measurement, because the server starts a process for each.
        var opened = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => dataSource.OpenConnectionAsync().AsTask()));
        await Task.WhenAll(opened.Select(connection => connection.DisposeAsync().AsTask()));
        return dataSource;
    }

    public async Task<BookTotals> ReadTotalsAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(_readTotals, connection);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return new BookTotals(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5));
    }

    /// <summary>Makes a table of the host's, with an order for each deposit.</summary>
    public Task CreateOrdersAsync() => RunAsync($"CREATE TABLE {Schema}.orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, wallet uuid NOT NULL, version bigint NOT NULL)");

    public async ValueTask DisposeAsync() => await RunAsync($"DROP SCHEMA {Schema} CASCADE");

    // Pages that are not written yet would be written while a contender is measured.
    private async Task WriteToDiskAsync(string tables)
    {
        await RunAsync($"VACUUM (ANALYZE) {tables}");
        await RunAsync("CHECKPOINT");
    }

    private async Task RunAsync(string sql, params object[] parameters)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        await command.ExecuteNonQueryAsync();
    }

    // A connection of its own, without the settings of a contender.
    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(BenchmarkServer.Cluster.ConnectionString) { SearchPath = Schema, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
