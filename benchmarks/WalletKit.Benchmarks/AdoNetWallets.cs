using Microsoft.Data.Sqlite;

namespace WalletKit.Benchmarks;

/// <summary>Wallets kept by hand: a connection and an immediate transaction for each call, with the same rows and durability.</summary>
internal sealed class AdoNetWallets
{
    private readonly string _connectionString;
    private readonly int _count;

    public AdoNetWallets(string path, int count)
    {
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path }.ToString();
        _count = count;
        using var connection = Open();
        Run(connection, null, "PRAGMA journal_mode = WAL");
        Run(connection, null, "CREATE TABLE wallets (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL CHECK (balance >= 0), last_sequence INTEGER NOT NULL) STRICT");
        Run(connection, null, "CREATE TABLE transactions (id INTEGER PRIMARY KEY, wallet_id INTEGER NOT NULL, sequence INTEGER NOT NULL, amount INTEGER NOT NULL, balance_after INTEGER NOT NULL, created_at INTEGER NOT NULL, UNIQUE (wallet_id, sequence)) STRICT");
        Run(connection, null, "CREATE TABLE rebates (deposit_id INTEGER PRIMARY KEY, status TEXT NOT NULL) STRICT");
        using var transaction = connection.BeginTransaction();
        for (var i = 0; i < count; i++)
        {
            Run(connection, transaction, "INSERT INTO wallets VALUES (@id, 0, 0)", ("@id", i));
        }

        transaction.Commit();
    }

    public Task DepositAsync(int operation)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        var walletId = operation % _count;
        var (balance, sequence) = Read(connection, transaction, walletId);
        Run(connection, transaction, "UPDATE wallets SET balance = @balance, last_sequence = @sequence WHERE id = @id", ("@balance", balance + 1_000), ("@sequence", sequence + 1), ("@id", walletId));
        Run(
            connection,
            transaction,
            "INSERT INTO transactions (wallet_id, sequence, amount, balance_after, created_at) VALUES (@id, @sequence, 1000, @balance, @now)",
            ("@id", walletId),
            ("@sequence", sequence + 1),
            ("@balance", balance + 1_000),
            ("@now", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()));
        Run(connection, transaction, "INSERT INTO rebates VALUES (last_insert_rowid(), 'pending')");
        transaction.Commit();
        return Task.CompletedTask;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        Run(connection, null, "PRAGMA synchronous = FULL");
        return connection;
    }

    private static (long Balance, long Sequence) Read(SqliteConnection connection, SqliteTransaction transaction, int walletId)
    {
        using var command = new SqliteCommand("SELECT balance, last_sequence FROM wallets WHERE id = @id", connection, transaction);
        command.Parameters.AddWithValue("@id", walletId);
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private static void Run(SqliteConnection connection, SqliteTransaction? transaction, string sql, params (string Name, long Value)[] parameters)
    {
        using var command = new SqliteCommand(sql, connection, transaction);
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }
}
