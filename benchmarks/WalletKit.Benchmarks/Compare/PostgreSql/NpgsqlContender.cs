using Npgsql;
using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Contenders;
using WalletKit.Benchmarks.Compare.Measuring;

namespace WalletKit.Benchmarks.Compare.PostgreSql;

/// <summary>
/// The driver in good handwritten code: each call uses a pooled connection, a transaction with the wallet's row locked, statements that stay prepared, and the
/// least number of round trips: one to lock and read, one to write, one to commit.
/// </summary>
internal sealed class NpgsqlContender : IMover
{
    private readonly PostgreSqlBooks _books;
    private readonly NpgsqlDataSource _dataSource;

    private readonly bool _hasOrders;

    private NpgsqlContender(PostgreSqlBooks books, NpgsqlDataSource dataSource, bool hasOrders = false)
    {
        _hasOrders = hasOrders;
        _books = books;
        _dataSource = dataSource;
    }

    public static async Task<NpgsqlContender> OpenAsync(WalletId[] walletIds, int connections)
    {
        var books = await PostgreSqlBooks.CreateAsync(walletIds);
        return new NpgsqlContender(books, await books.ConnectAsync(connections));
    }

    /// <summary>Opens the contender that writes an order in each transaction as well.</summary>
    public static async Task<NpgsqlContender> OpenJoinedAsync(WalletId[] walletIds, int connections)
    {
        var books = await PostgreSqlBooks.CreateAsync(walletIds);
        await books.CreateOrdersAsync();
        return new NpgsqlContender(books, await books.ConnectAsync(connections), hasOrders: true);
    }

    public Task WorkAsync(Workload workload, Meter meter) => Callers.MoveAsync(this, workload, meter);

    public async Task MoveAsync(Operation operation)
    {
        await using var connection = await _dataSource.OpenConnectionAsync();

        // BEGIN is sent along with the first statement.
        await using var transaction = await connection.BeginTransactionAsync();
        if (await LockAsync(connection, transaction, operation) is { } wallet)
        {
            await WriteAsync(connection, transaction, operation, wallet);
            await transaction.CommitAsync();
        }
    }

    public Task<BookTotals> ReadTotalsAsync() => _books.ReadTotalsAsync();

    public async ValueTask DisposeAsync()
    {
        await _dataSource.DisposeAsync();
        await _books.DisposeAsync();
    }

    /// <returns>Null where the key was used before.</returns>
    private async Task<LockedWallet?> LockAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Operation operation)
    {
        var id = _books.WalletIds[operation.Wallet].Value;
        await using var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { Command(PostgreSqlSql.LockWallet, Of(id)) } };
        if (operation.Key is not null)
        {
            // Each statement sees the data that was committed when it began. This one sees all commits that the wait for the lock has let pass.
            batch.BatchCommands.Add(Command(PostgreSqlSql.FindKey, Of(id), Of(operation.Key)));
        }

        await using var row = await batch.ExecuteReaderAsync();
        if (!await row.ReadAsync() || row.GetString(0) != "active")
        {
            throw new InvalidOperationException("There is no such wallet that is active.");
        }

        var wallet = new LockedWallet(id, row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetDateTime(4));
        return await row.NextResultAsync() && await row.ReadAsync() ? null : wallet;
    }

    private async Task WriteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Operation operation, LockedWallet wallet)
    {
        var balance = checked(wallet.Balance + operation.MinorUnits);
        if (balance < 0)
        {
            throw new InvalidOperationException("There is not enough money in the wallet.");
        }

        var (sequence, version) = (wallet.LastSequence + 1, wallet.Version + 1);
        var time = TimeProvider.System.GetUtcNow().UtcDateTime;
        var now = time > wallet.UpdatedAt ? time : wallet.UpdatedAt;
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                Command(PostgreSqlSql.UpdateWallet, Of(wallet.Id), Of(balance), Of(sequence), Of(version), Of(now)),
                Command(
                    PostgreSqlSql.InsertTransaction,
                    Of(wallet.Id),
                    Of(sequence),
                    Of((short)(operation.IsDeposit ? TransactionType.Deposit : TransactionType.Withdrawal)),
                    Of(operation.MinorUnits),
                    Of(balance),
                    Of(version),
                    Of(now)),
            },
        };
        if (operation.IsDeposit)
        {
            batch.BatchCommands.Add(Command(PostgreSqlSql.InsertRebate, Of(wallet.Id), Of(sequence), Of(now)));
        }

        if (operation.Key is not null)
        {
            batch.BatchCommands.Add(Command(PostgreSqlSql.InsertKey, Of(wallet.Id), Of(operation.Key), Of(KeyContent.Of(operation)), Of(sequence)));
        }

        if (_hasOrders)
        {
            batch.BatchCommands.Add(Command("INSERT INTO orders (wallet, version) VALUES ($1, $2)", Of(wallet.Id), Of(version)));
        }

        if (await batch.ExecuteNonQueryAsync() != batch.BatchCommands.Count)
        {
            throw new InvalidOperationException("A row was not written.");
        }
    }

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };

    private readonly record struct LockedWallet(Guid Id, long Balance, long LastSequence, long Version, DateTime UpdatedAt);
}
