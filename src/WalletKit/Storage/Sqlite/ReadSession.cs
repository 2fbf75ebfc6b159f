using Microsoft.Data.Sqlite;
using WalletKit.Rebates;
using WalletKit.Rules;

namespace WalletKit.Storage.Sqlite;

/// <summary>One read connection with its kept statements. Used by one thread at a time.</summary>
internal sealed class ReadSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    public Wallet? FindWallet(WalletId walletId) =>
        Rows(Prepared($"SELECT {SqliteRows.WalletColumns} FROM wallets w WHERE w.public_id = ?1").Bind(1, walletId.Value), SqliteRows.ReadWallet) is [var wallet] ? wallet : null;

    // Text that is not well formed is nobody's: encoded, it would be taken for the text that stands in for it.
    public Wallet? FindWallet(string ownerId, string name) =>
        Text.IsWellFormed(ownerId) && Text.IsWellFormed(name) && Rows(Prepared($"SELECT {SqliteRows.WalletColumns} FROM wallets w WHERE w.owner_id = ?1 AND w.name = ?2").Bind(1, ownerId).Bind(2, name), SqliteRows.ReadWallet) is [var wallet] ? wallet : null;

    public List<Wallet> ListWallets(string ownerId)
    {
        if (!Text.IsWellFormed(ownerId))
        {
            return [];
        }

        var wallets = Rows(Prepared($"SELECT {SqliteRows.WalletColumns} FROM wallets w WHERE w.owner_id = ?1").Bind(1, ownerId), SqliteRows.ReadWallet);

        // Sorted here, as SQLite compares UTF-8 where .NET's ordinal order compares UTF-16.
        wallets.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return wallets;
    }

    public List<WalletTransaction> ReadHistory(HistoryRange range)
    {
        var newestFirst = range.Order == HistoryOrder.NewestFirst;
        var query = Prepared(newestFirst
            ? $"SELECT {SqliteRows.TransactionColumns} FROM {SqliteRows.TransactionTables} WHERE w.public_id = ?1 AND t.sequence < ?2 ORDER BY t.sequence DESC LIMIT ?3"
            : $"SELECT {SqliteRows.TransactionColumns} FROM {SqliteRows.TransactionTables} WHERE w.public_id = ?1 AND t.sequence > ?2 ORDER BY t.sequence LIMIT ?3");
        query.Bind(1, range.WalletId.Value).Bind(2, range.After ?? (newestFirst ? long.MaxValue : 0)).Bind(3, range.Limit);
        return Rows(query, row => SqliteRows.ReadTransaction(row));
    }

    public Rebate? FindRebate(TransactionId deposit) =>
        Rows(
            Prepared($"SELECT {SqliteRows.RebateColumns} FROM {SqliteRows.RebateTables} WHERE w.public_id = ?1 AND t.sequence = ?2")
                .Bind(1, deposit.WalletId.Value)
                .Bind(2, deposit.Sequence),
            SqliteRows.ReadRebate) is [var rebate] ? rebate : null;

    // The name is put into the text, not bound, so that SQLite can see that the index of the dead ones serves. The others are walked
    // in the order they were earned, each page from where the last ended.
    public List<Rebate> ListRebates(RebateStatus status, TransactionId? after, int limit) =>
        Rows(
            Prepared(
                $"""
                SELECT {SqliteRows.RebateColumns} FROM {SqliteRows.RebateTables}
                WHERE r.status = '{SqliteNames.Of(status)}' AND r.deposit_id > coalesce(
                    (SELECT a.id FROM transactions a JOIN wallets b ON b.id = a.wallet_id WHERE b.public_id = ?1 AND a.sequence = ?2), 0)
                ORDER BY r.deposit_id LIMIT ?3
                """)
                .Bind(1, after?.WalletId.Value)
                .Bind(2, after?.Sequence)
                .Bind(3, limit),
            SqliteRows.ReadRebate);

    public long CountRebates(RebateStatus status) =>
        Rows(Prepared($"SELECT count(*) FROM rebates WHERE status = '{SqliteNames.Of(status)}'"), row => row.Int64(0))[0];

    public bool HasDueRebates(DateTimeOffset now) =>
        Rows(Prepared("SELECT EXISTS (SELECT 1 FROM rebates WHERE status = 'pending' AND due_at <= ?1)").Bind(1, SqliteTime.Of(now)), row => row.Int64(0))[0] != 0;

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }

    private Statement Prepared(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements[sql] = statement = new Statement(connection, sql);
        }

        return statement;
    }

    // Read to the end at once: a read that is left open would keep the write-ahead log from shrinking.
    private static List<T> Rows<T>(Statement query, Func<Statement, T> read)
    {
        var rows = new List<T>();
        while (query.Step())
        {
            rows.Add(read(query));
        }

        return rows;
    }
}
