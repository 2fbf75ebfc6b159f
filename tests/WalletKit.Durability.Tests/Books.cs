using System.Globalization;
using Microsoft.Data.Sqlite;

namespace WalletKit.Durability.Tests;

/// <summary>The books as they stand in the file, checked by SQL and not by the library that wrote them.</summary>
internal sealed class Books : IDisposable
{
    // Each finds what must not be.
    private static readonly (string Promise, string Violations)[] Promises =
    [
        ("a balance is the sum of its transactions",
            "SELECT w.owner_id FROM wallets w WHERE w.balance <> (SELECT coalesce(sum(t.amount), 0) FROM transactions t WHERE t.wallet_id = w.id)"),
        ("sequences run 1, 2, 3 without a gap",
            """
            SELECT w.owner_id FROM wallets w LEFT JOIN transactions t ON t.wallet_id = w.id GROUP BY w.id
            HAVING count(t.id) <> w.last_sequence OR coalesce(max(t.sequence), 0) <> w.last_sequence OR coalesce(min(t.sequence), 1) <> 1
                OR count(DISTINCT t.sequence) <> count(t.id)
            """),
        ("balances chain",
            """
            SELECT id FROM (SELECT id, amount, balance_after, lag(balance_after, 1, 0) OVER (PARTITION BY wallet_id ORDER BY sequence) AS before FROM transactions)
            WHERE before + amount <> balance_after
            """),
        ("versions go up by one with each transaction, and the wallet has the last",
            """
            SELECT t.id FROM transactions t WHERE t.version <> t.sequence + 1
            UNION ALL SELECT w.id FROM wallets w WHERE w.version <> w.last_sequence + 1
            """),
        ("time and rows run with the sequence",
            """
            SELECT id FROM (SELECT id, created_at, lag(created_at, 1, 0) OVER o AS time_before, lag(id, 1, 0) OVER o AS id_before
                FROM transactions WINDOW o AS (PARTITION BY wallet_id ORDER BY sequence))
            WHERE created_at < time_before OR id <= id_before
            """),
        ("nothing is done twice",
            "SELECT reference FROM transactions WHERE reference IS NOT NULL GROUP BY reference HAVING count(*) > 1"),
        ("a key belongs to one transaction, of its own wallet",
            """
            SELECT k.key FROM idempotency_keys k LEFT JOIN transactions t ON t.id = k.transaction_id WHERE k.transaction_id IS NOT NULL AND t.wallet_id IS NOT k.wallet_id
            UNION ALL SELECT CAST(transaction_id AS TEXT) FROM idempotency_keys WHERE transaction_id IS NOT NULL GROUP BY transaction_id HAVING count(*) > 1
            """),
        ("deposits have a rebate each, and nothing else has",
            "SELECT t.id FROM transactions t LEFT JOIN rebates r ON r.deposit_id = t.id WHERE (t.type = 'deposit') <> (r.deposit_id IS NOT NULL)"),
        ("a rebate is paid just where a transaction of the same wallet pays it",
            """
            SELECT r.deposit_id FROM rebates r JOIN transactions d ON d.id = r.deposit_id LEFT JOIN transactions p ON p.wallet_id = d.wallet_id AND p.rebate_of = d.sequence
            WHERE (r.status = 'paid') <> (p.id IS NOT NULL) OR r.transaction_id IS NOT p.id
            """),
        ("a deposit's rebate is paid once",
            "SELECT rebate_of FROM transactions WHERE type = 'rebate' GROUP BY wallet_id, rebate_of HAVING count(*) > 1"),
        ("the file is whole", "SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'"),
        ("references between tables hold", "SELECT \"table\" FROM pragma_foreign_key_check"),
    ];

    private readonly SqliteConnection _connection;

    private Books(SqliteConnection connection) => _connection = connection;

    public static Books Open(string path) => new(Raw.Open(path));

    /// <summary>Checks a file in one snapshot.</summary>
    public static void AssertBalance(string path)
    {
        using var books = Open(path);
        books.AssertBalance();
    }

    public void AssertBalance()
    {
        using var snapshot = _connection.BeginTransaction(deferred: true);
        foreach (var (promise, violations) in Promises)
        {
            var found = _connection.Query(violations, row => Convert.ToString(row.GetValue(0), CultureInfo.InvariantCulture));
            Assert.True(found.Count == 0, $"Broken: {promise}. Found {found.Count}: {string.Join(", ", found.Take(5))}");
        }
    }

    /// <summary>Checks that each deposit's rebate, of one percent, is paid once.</summary>
    public void AssertAllRebatesPaid()
    {
        var rebates = _connection.Query(
            """
            SELECT d.amount, r.status, 
                (SELECT count(*) FROM transactions p WHERE p.wallet_id = d.wallet_id AND p.rebate_of = d.sequence),
                (SELECT sum(p.amount) FROM transactions p WHERE p.wallet_id = d.wallet_id AND p.rebate_of = d.sequence)
            FROM transactions d LEFT JOIN rebates r ON r.deposit_id = d.id WHERE d.type = 'deposit'
            """,
            row => (Deposit: row.GetInt64(0), Status: row.IsDBNull(1) ? null : row.GetString(1), Count: row.GetInt64(2), Paid: row.IsDBNull(3) ? 0 : row.GetInt64(3)));
        Assert.NotEmpty(rebates);
        Assert.All(rebates, rebate => Assert.Equal(("paid", 1L, (long)Math.Round(rebate.Deposit / 100m, MidpointRounding.ToEven)), (rebate.Status, rebate.Count, rebate.Paid)));
    }

    /// <summary>Checks that what was acknowledged is there as it was acknowledged.</summary>
    public void AssertHolds(IReadOnlyCollection<Operation> acknowledged)
    {
        var entries = _connection.Query(
            """
            SELECT w.owner_id, t.sequence, t.type, abs(t.amount), coalesce(t.reference, ''), coalesce(k.key, '')
            FROM transactions t JOIN wallets w ON w.id = t.wallet_id LEFT JOIN idempotency_keys k ON k.transaction_id = t.id
            """,
            row => (Owner: row.GetString(0), Sequence: row.GetInt64(1), Type: row.GetString(2), Amount: row.GetInt64(3), Reference: row.GetString(4), Key: row.GetString(5)))
            .ToDictionary(entry => (entry.Owner, entry.Sequence));
        foreach (var operation in acknowledged)
        {
            Assert.True(entries.TryGetValue((operation.Owner, operation.Sequence), out var entry), $"Lost: {operation}");
            Assert.Equal(
                (operation.Type, operation.Amount, operation.Reference, operation.IsKeyed ? operation.Reference : ""),
                (entry.Type, entry.Amount, entry.Reference, entry.Key));
        }
    }

    public long Number(string sql) => _connection.Number(sql);

    public void Dispose() => _connection.Dispose();
}
