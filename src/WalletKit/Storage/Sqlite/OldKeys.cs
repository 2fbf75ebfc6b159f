using Microsoft.Data.Sqlite;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.Storage.Sqlite;

/// <summary>The walk through the table <c>idempotency_keys</c> in the order of its primary key, on the write connection, which deletes the old keys.</summary>
internal sealed class OldKeys(SqliteConnection connection) : IDisposable
{
    internal const string LastOfPiece =
        """
        SELECT w.id, w.public_id, k.key
        FROM (
            SELECT wallet_id, key FROM walletkit_idempotency_keys WHERE (wallet_id, key) > (:walletRow, :key) ORDER BY wallet_id, key LIMIT 1 OFFSET :limit) k
            CROSS JOIN walletkit_wallets w ON w.id = k.wallet_id
        """;

    internal const string DeletePiece =
        """
        DELETE FROM walletkit_idempotency_keys
        WHERE (wallet_id, key) > (:walletRow, :key) AND (wallet_id, key) <= (:throughRow, :throughKey) AND recorded_at <= :time
        RETURNING wallet_id
        """;

    private static readonly ColumnList s_last = new();
    private static readonly Column s_walletRow = s_last.Add("w.id");
    private static readonly Column s_wallet = s_last.Add("w.public_id");
    private static readonly Column s_key = s_last.Add("k.key");

    private readonly Statement _last = new(connection, LastOfPiece);
    private readonly Statement _delete = new(connection, DeletePiece);

    /// <summary>Deletes the old ones of the next keys.</summary>
    /// <param name="time">The time at or before which an old key was recorded.</param>
    /// <param name="walletRowId">The row of the wallet of the key to go on after; 0 to begin with the first key.</param>
    /// <param name="key">The key to go on after.</param>
    /// <param name="limit">The highest number of keys to look at.</param>
    /// <returns>The rows of the wallets of the deleted keys, once for each key, and the place to go on after.</returns>
    public (List<long> Wallets, KeyPlace? Next) DeleteNext(DateTimeOffset time, long walletRowId, Sha256Hash key, int limit)
    {
        var last = _last
            .Bind(Parameter.WalletRow, walletRowId)
            .Bind(Parameter.Key, key)
            .Bind(Parameter.Limit, limit - 1)
            .Single(static row => new Last(row.Int64(s_walletRow), new KeyPlace(new WalletId(row.Guid(s_wallet)), new Sha256Hash(row.Blob(s_key)))));

        // Without a last key the rest of the table is fewer keys than the piece may have.
        var wallets = _delete
            .Bind(Parameter.WalletRow, walletRowId)
            .Bind(Parameter.Key, key)
            .Bind(Parameter.ThroughRow, last?.WalletRow ?? long.MaxValue)
            .Bind(Parameter.ThroughKey, last?.Place.Key ?? default)
            .Bind(Parameter.Time, time)
            .All(static row => row.Int64(Column.Only));
        return (wallets, last?.Place);
    }

    public void Dispose()
    {
        _last.Dispose();
        _delete.Dispose();
    }

    private sealed record Last(long WalletRow, KeyPlace Place);
}
