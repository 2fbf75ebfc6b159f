using Microsoft.Data.Sqlite;
using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Measuring;
using WalletKit.PostgreSql.Reading;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>ADO.NET by hand: a connection from the pool and an immediate transaction for each call.</summary>
internal sealed class AdoNetContender(BooksFile books, string path) : IBalanceReader, IHistoryReader
{
    private readonly string _connectionString = new SqliteConnectionStringBuilder { DataSource = path }.ToString();

    public Task WorkAsync(Workload workload, Meter meter) => Callers.MoveAsync(this, workload, meter);

    // Calls of this provider block, so each takes its turn in the thread pool first, like the requests of a server.
    public async Task MoveAsync(Operation operation)
    {
        await Task.Yield();
        using var connection = Open();
        using var transaction = connection.BeginTransaction(deferred: false);
        if (Move(connection, transaction, operation))
        {
            transaction.Commit();
        }
    }

    public async Task ReadBalanceAsync(int wallet)
    {
        await Task.Yield();
        using var connection = Open();
        using var command = Command(connection, null, Sql.ReadBalance, ("@publicId", PublicId(wallet)));
        using var row = command.ExecuteReader();
        row.Read();
        _ = row.GetInt64(0);
    }

    public async Task<(int Count, long Last)> ReadPageAsync(long? before, int limit)
    {
        await Task.Yield();
        using var connection = Open();
        using var command = Command(connection, null, Sql.ReadHistory, ("@publicId", PublicId(0)), ("@before", before ?? long.MaxValue), ("@limit", limit));
        using var row = command.ExecuteReader();
        var page = new List<HistoryRow>();
        while (row.Read())
        {
            page.Add(HistoryRow.Read(row));
        }

        return (page.Count, page[^1].Sequence);
    }

    public Task<BookTotals> ReadTotalsAsync() => Task.FromResult(BookTotals.Read(path));

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        return ValueTask.CompletedTask;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        Sql.Configure(connection);
        return connection;
    }

    private bool Move(SqliteConnection connection, SqliteTransaction transaction, in Operation operation)
    {
        var (wallet, balance, sequence, version, updatedAt) = ReadWallet(connection, transaction, operation.Wallet);
        if (operation.Key is not null && IsAnswered(connection, transaction, wallet, operation.Key))
        {
            return false;
        }

        balance = checked(balance + operation.MinorUnits);
        if (balance < 0)
        {
            throw new InvalidOperationException("There is not enough money in the wallet.");
        }

        var now = Math.Max(updatedAt, SqliteTime.Of(TimeProvider.System.GetUtcNow()));
        Run(
            connection,
            transaction,
            Sql.UpdateWallet,
            ("@wallet", wallet),
            ("@readVersion", version),
            ("@balance", balance),
            ("@sequence", sequence + 1),
            ("@version", version + 1),
            ("@now", now));
        Run(
            connection,
            transaction,
            Sql.InsertTransaction,
            ("@wallet", wallet),
            ("@sequence", sequence + 1),
            ("@type", (long)(operation.IsDeposit ? TransactionType.Deposit : TransactionType.Withdrawal)),
            ("@amount", operation.MinorUnits),
            ("@balance", balance),
            ("@version", version + 1),
            ("@now", now));
        if (operation.IsDeposit)
        {
            Run(connection, transaction, Sql.InsertRebate, ("@now", now));
        }

        if (operation.Key is not null)
        {
            Run(connection, transaction, Sql.InsertKey, ("@wallet", wallet), ("@key", operation.Key), ("@content", KeyContent.Of(operation)));
        }

        return true;
    }

    private (long Id, long Balance, long Sequence, long Version, long UpdatedAt) ReadWallet(SqliteConnection connection, SqliteTransaction transaction, int wallet)
    {
        using var command = Command(connection, transaction, Sql.ReadWallet, ("@publicId", PublicId(wallet)));
        using var row = command.ExecuteReader();
        if (!row.Read() || row.GetString(1) != "active")
        {
            throw new InvalidOperationException("There is no such wallet that is active.");
        }

        return (row.GetInt64(0), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5));
    }

    private byte[] PublicId(int wallet) => books.WalletIds[wallet].Value.ToByteArray(bigEndian: true);

    private static bool IsAnswered(SqliteConnection connection, SqliteTransaction transaction, long wallet, string key)
    {
        using var command = Command(connection, transaction, Sql.FindKey, ("@wallet", wallet), ("@key", key));
        using var row = command.ExecuteReader();
        return row.Read();
    }

    private static void Run(SqliteConnection connection, SqliteTransaction transaction, string sql, params (string Name, object Value)[] parameters)
    {
        using var command = Command(connection, transaction, sql, parameters);
        if (command.ExecuteNonQuery() != 1)
        {
            throw new InvalidOperationException("A row changed inside a transaction that was not its own.");
        }
    }

    private static SqliteCommand Command(SqliteConnection connection, SqliteTransaction? transaction, string sql, params (string Name, object Value)[] parameters)
    {
        var command = new SqliteCommand(sql, connection, transaction);
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
