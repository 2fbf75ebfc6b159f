using Npgsql;

namespace WalletKit.PostgreSql.Tests;

/// <summary>A transaction of another program.</summary>
internal sealed class ForeignTransaction : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private ForeignTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        _connection = connection;
        _transaction = transaction;
    }

    public static async Task<ForeignTransaction> BeginAsync(NpgsqlConnection connection) => new(connection, await connection.BeginTransactionAsync());

    public async Task RunAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    public Task LockAsync(WalletId walletId) => RunAsync($"SELECT 1 FROM walletkit_wallets WHERE id = '{walletId}' FOR UPDATE");

    public Task CommitAsync() => _transaction.CommitAsync();

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
