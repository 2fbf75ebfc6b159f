using Microsoft.Data.Sqlite;
using WalletKit.Stores;

namespace WalletKit.AspNetCore.Tests;

/// <summary>The books of a host in its file.</summary>
internal sealed class Books : IAsyncDisposable
{
    // The newest entry of each wallet, which is the wallet's state.
    private const string Newest = "(SELECT * FROM walletkit_journal WHERE (wallet_id, version) IN (SELECT wallet_id, max(version) FROM walletkit_journal GROUP BY wallet_id)) n";

    private readonly SqliteConnection _connection;

    private Books(SqliteConnection connection) => _connection = connection;

    public static async Task<Books> OpenAsync(ApiHost host)
    {
        var store = (SqliteWalletStore)host.Services.GetRequiredService<IWalletStore>();
        var connection = new SqliteConnection($"Data Source={store.Path};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(Token);
        return new Books(connection);
    }

    /// <summary>Checks that balances are the sums of their histories, that journals have no gap, and that holds and transfers add up.</summary>
    public async Task AssertBalancedAsync()
    {
        foreach (var wrong in (string[])
            [
                $"SELECT count(*) FROM {Newest} WHERE balance <> (SELECT coalesce(sum(amount), 0) FROM walletkit_journal t WHERE t.wallet_id = n.wallet_id)",
                $"SELECT count(*) FROM {Newest} WHERE sequence <> (SELECT count(amount) FROM walletkit_journal t WHERE t.wallet_id = n.wallet_id)",
                $"SELECT count(*) FROM {Newest} WHERE version <> (SELECT count(*) FROM walletkit_journal e WHERE e.wallet_id = n.wallet_id)",
                $"SELECT count(*) FROM {Newest} WHERE coalesce(held, 0) <> (SELECT coalesce(sum(amount - captured), 0) FROM walletkit_holds h WHERE h.wallet_id = n.wallet_id AND h.status = 'open' AND NOT coalesce(h.expires_at <= n.ended_through AND h.number <= n.ended_number, 0))",
                "SELECT count(*) FROM walletkit_journal WHERE balance + coalesce(credit_limit, 0) - coalesce(held, 0) < 0 AND overdrawn IS NULL",
                """
                SELECT count(*) FROM (SELECT balance, sequence, version, coalesce(sum(amount) OVER of_wallet, 0) AS total, count(amount) OVER of_wallet AS transactions, row_number() OVER of_wallet AS place
                    FROM walletkit_journal WINDOW of_wallet AS (PARTITION BY wallet_id ORDER BY version)) WHERE balance <> total OR sequence <> transactions OR version <> place
                """,
                """
                SELECT count(*) FROM walletkit_journal t WHERE type IN (3, 103) AND NOT EXISTS (SELECT 1 FROM walletkit_journal o
                    WHERE o.wallet_id = t.counterpart_wallet_id AND o.version = t.counterpart_version AND o.counterpart_version = t.version)
                """,
            ])
        {
            Assert.Equal((0L, wrong), (await SingleAsync(wrong), wrong));
        }
    }

    public async Task<long> SingleAsync(string sql) => (await ReadAsync(sql, row => row.GetInt64(0))).Single();

    /// <summary>Every transaction: its wallet, its sequence and its amount in minor units.</summary>
    public async Task<Dictionary<(string WalletId, long Sequence), long>> TransactionsAsync() =>
        (await ReadAsync(
            "SELECT hex(w.public_id), t.sequence, t.amount FROM walletkit_journal t JOIN walletkit_wallets w ON w.id = t.wallet_id WHERE t.amount IS NOT NULL",
            row => (Key: (ToId(row.GetString(0)), row.GetInt64(1)), Amount: row.GetInt64(2)))).ToDictionary(row => row.Key, row => row.Amount);

    /// <summary>The state of each wallet: balance, held money, number of transactions, version.</summary>
    public async Task<Dictionary<string, WalletState>> WalletsAsync() =>
        (await ReadAsync(
            $"SELECT hex(w.public_id), n.balance, n.sequence, n.version FROM walletkit_wallets w JOIN {Newest} ON n.wallet_id = w.id",
            row => (Key: ToId(row.GetString(0)), State: new WalletState(row.GetInt64(1), row.GetInt64(2), row.GetInt64(3))))).ToDictionary(row => row.Key, row => row.State);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static string ToId(string hex) => new Guid(Convert.FromHexString(hex), bigEndian: true).ToString();

    private async Task<List<T>> ReadAsync<T>(string sql, Func<SqliteDataReader, T> read)
    {
        await using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // The SQL is the test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        List<T> rows = [];
        await using var reader = await command.ExecuteReaderAsync(Token);
        while (await reader.ReadAsync(Token))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}

/// <summary>The state of a wallet, or the change of it.</summary>
internal readonly record struct WalletState(long Balance, long Transactions, long Version)
{
    public static WalletState operator +(WalletState one, WalletState other) =>
        new(one.Balance + other.Balance, one.Transactions + other.Transactions, one.Version + other.Version);

    public static WalletState operator -(WalletState one, WalletState other) =>
        new(one.Balance - other.Balance, one.Transactions - other.Transactions, one.Version - other.Version);
}
