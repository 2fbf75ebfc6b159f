using System.Globalization;
using Microsoft.Data.Sqlite;
using WalletKit.Rules;

namespace WalletKit.Durability.Tests;

/// <summary>The books in the file, checked by SQL and not by the library that wrote them.</summary>
internal sealed class Books : IDisposable
{
    // The types by their numbers: 1 deposit, 2 rebate, 3 incoming leg, 103 outgoing leg, 201 reversal.
    // The query selects the requested transactions. For a transfer and its reversal, this is the leg of the named wallet; for a deposit's reversal, the
    // deposit's own reversal.
    private const string Own = """
        SELECT t.* FROM transactions t LEFT JOIN transactions o ON o.wallet_id = t.wallet_id AND o.sequence = t.reversal_of
        WHERE t.type NOT IN (2, 3) AND coalesce(o.type, 0) NOT IN (2, 3)
        """;

    // An open hold that its wallet has not ended.
    private const string Standing = "h.status = 'open' AND NOT coalesce(h.expires_at <= w.ended_through AND h.number <= w.ended_number, 0)";

    // Each query finds violations of its promise.
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
        ("versions go up with each change, and the wallet has the last",
            """
            SELECT id FROM (SELECT id, sequence, version, lag(version, 1, 1) OVER (PARTITION BY wallet_id ORDER BY sequence) AS before FROM transactions) WHERE version <= before
            UNION ALL SELECT w.id FROM wallets w
            LEFT JOIN (SELECT wallet_id, count(*) AS placed, sum(status = 'voided') AS voided, sum(status = 'expired') AS expired FROM holds GROUP BY wallet_id) h ON h.wallet_id = w.id
            WHERE w.version - 1 - w.last_sequence - coalesce(h.placed + h.voided, 0) - (SELECT count(*) FROM wallet_events e WHERE e.wallet_id = w.id)
                NOT BETWEEN (coalesce(h.expired, 0) > 0) AND coalesce(h.expired, 0)
            """),
        ("events have versions of their own, within the wallet's",
            """
            SELECT e.version FROM wallet_events e JOIN wallets w ON w.id = e.wallet_id
            WHERE e.version > w.version OR EXISTS (SELECT * FROM transactions t WHERE t.wallet_id = e.wallet_id AND t.version = e.version)
            """),
        ("time and rows run with the sequence",
            """
            SELECT id FROM (SELECT id, created_at, lag(created_at, 1, 0) OVER o AS time_before, lag(id, 1, 0) OVER o AS id_before
                FROM transactions WINDOW o AS (PARTITION BY wallet_id ORDER BY sequence))
            WHERE created_at < time_before OR id <= id_before
            """),
        ("nothing is done twice", $"SELECT reference FROM ({Own}) WHERE reference IS NOT NULL GROUP BY reference HAVING count(*) > 1"),
        ("a key belongs to what it did, in its own wallet",
            """
            SELECT k.key FROM idempotency_keys k LEFT JOIN transactions t ON t.id = k.transaction_id WHERE k.transaction_id IS NOT NULL AND t.wallet_id IS NOT k.wallet_id
            UNION ALL SELECT CAST(transaction_id AS TEXT) FROM idempotency_keys WHERE transaction_id IS NOT NULL GROUP BY transaction_id HAVING count(*) > 1
            """),
        ("a key's results are there",
            """
            WITH named AS (
                SELECT k.key, 'transaction' AS kind, t.value AS id FROM idempotency_keys k, json_each(k.result) c, json_each(c.value, '$.transactions') t
                UNION ALL SELECT k.key, 'hold', coalesce(c.value ->> 'placed', c.value ->> 'voided') FROM idempotency_keys k, json_each(k.result) c WHERE c.value ->> 'placed' IS NOT NULL OR c.value ->> 'voided' IS NOT NULL
                UNION ALL SELECT k.key, 'event', c.value ->> 'event' FROM idempotency_keys k, json_each(k.result) c WHERE c.value ->> 'event' IS NOT NULL)
            SELECT n.key FROM named n LEFT JOIN wallets w ON w.public_id = unhex(replace(substr(n.id, 1, 36), '-', ''))
            WHERE CASE n.kind
                WHEN 'transaction' THEN NOT EXISTS (SELECT * FROM transactions t WHERE t.wallet_id = w.id AND t.sequence = CAST(substr(n.id, 38) AS INTEGER))
                WHEN 'hold' THEN NOT EXISTS (SELECT * FROM holds h WHERE h.wallet_id = w.id AND h.number = CAST(substr(n.id, 38) AS INTEGER))
                ELSE NOT EXISTS (SELECT * FROM wallet_events e WHERE e.wallet_id = w.id AND e.version = CAST(substr(n.id, 38) AS INTEGER)) END
            UNION ALL SELECT k.key FROM idempotency_keys k WHERE k.result IS NOT NULL AND k.key NOT IN (SELECT n.key FROM named n)
            """),
        ("legs stand in pairs that agree",
            """
            SELECT t.id FROM transactions t LEFT JOIN transactions o ON o.wallet_id = t.counterpart_wallet_id AND o.sequence = t.counterpart_sequence
            WHERE t.counterpart_wallet_id IS NOT NULL AND NOT coalesce(
                o.counterpart_wallet_id = t.wallet_id AND o.counterpart_sequence = t.sequence AND o.wallet_id <> t.wallet_id
                AND CASE t.type WHEN 103 THEN o.type = 3 WHEN 3 THEN o.type = 103 ELSE o.type = t.type END
                AND o.amount = -t.amount AND o.reference IS t.reference, 0)
            """),
        ("a reversal is the opposite of what it reverses, once, and never of a reversal",
            """
            SELECT t.id FROM transactions t LEFT JOIN transactions o ON o.wallet_id = t.wallet_id AND o.sequence = t.reversal_of
            WHERE t.type = 201 AND NOT coalesce(o.amount = -t.amount AND o.type <> 201 AND o.sequence < t.sequence AND (o.counterpart_wallet_id IS t.counterpart_wallet_id), 0)
            UNION ALL SELECT min(id) FROM transactions WHERE reversal_of IS NOT NULL GROUP BY wallet_id, reversal_of HAVING count(*) > 1
            """),
        ("a transfer is reversed with both legs or not at all",
            """
            SELECT o.id FROM transactions o JOIN transactions i ON i.wallet_id = o.counterpart_wallet_id AND i.sequence = o.counterpart_sequence
            LEFT JOIN transactions r ON r.wallet_id = o.wallet_id AND r.reversal_of = o.sequence LEFT JOIN transactions s ON s.wallet_id = i.wallet_id AND s.reversal_of = i.sequence
            WHERE o.type = 103 AND ((r.id IS NULL) <> (s.id IS NULL) OR r.counterpart_sequence <> s.sequence)
            """),
        ("no deposit that was reversed keeps its rebate",
            """
            SELECT d.id FROM transactions d JOIN rebates r ON r.deposit_id = d.id JOIN transactions t ON t.wallet_id = d.wallet_id AND t.reversal_of = d.sequence
            LEFT JOIN transactions p ON p.id = r.transaction_id LEFT JOIN transactions b ON b.wallet_id = p.wallet_id AND b.reversal_of = p.sequence
            WHERE r.status IN ('pending', 'dead') OR (r.status = 'paid' AND b.id IS NULL)
            """),
        ("what is held is the sum of the open holds that have not ended, and holds are numbered without a gap",
            $"""
            SELECT w.owner_id FROM wallets w LEFT JOIN holds h ON h.wallet_id = w.id GROUP BY w.id
            HAVING w.held <> coalesce(sum(h.amount - h.captured) FILTER (WHERE {Standing}), 0) OR w.last_hold <> count(h.number) OR w.last_hold <> coalesce(max(h.number), 0)
            """),
        ("open holds are counted",
            "SELECT w.owner_id FROM wallets w WHERE w.open_holds <> (SELECT count(*) FROM holds h WHERE h.wallet_id = w.id AND h.status = 'open')"),
        ("the next expiry is the earliest of an open hold that has not ended",
            $"SELECT w.owner_id FROM wallets w WHERE w.next_expiry IS NOT (SELECT min(h.expires_at) FROM holds h WHERE h.wallet_id = w.id AND {Standing})"),
        ("what was captured of a hold is the sum of its captures",
            """
            SELECT h.number FROM holds h
            LEFT JOIN (SELECT wallet_id, hold, -sum(amount) AS amount FROM transactions WHERE hold IS NOT NULL GROUP BY wallet_id, hold) t ON t.wallet_id = h.wallet_id AND t.hold = h.number
            WHERE h.captured <> coalesce(t.amount, 0)
            """),
        ("no more is spent or held than there is",
            $"""
            SELECT w.owner_id FROM wallets w LEFT JOIN holds h ON h.wallet_id = w.id AND {Standing}
            WHERE w.overdrawn = 0 GROUP BY w.id HAVING w.balance + w.credit_limit < coalesce(sum(h.amount - h.captured), 0)
            """),
        ("deposits have a rebate each, and nothing else has",
            "SELECT t.id FROM transactions t LEFT JOIN rebates r ON r.deposit_id = t.id WHERE (t.type = 1) <> (r.deposit_id IS NOT NULL)"),
        ("a rebate is paid just where a transaction of the same wallet pays it",
            """
            SELECT r.deposit_id FROM rebates r JOIN transactions d ON d.id = r.deposit_id LEFT JOIN transactions p ON p.wallet_id = d.wallet_id AND p.rebate_of = d.sequence
            WHERE (r.status = 'paid') <> (p.id IS NOT NULL) OR r.transaction_id IS NOT p.id
            """),
        ("a deposit's rebate is paid once",
            "SELECT rebate_of FROM transactions WHERE type = 2 GROUP BY wallet_id, rebate_of HAVING count(*) > 1"),
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

    /// <summary>Checks that each deposit's rebate, of one percent, is paid once, or was canceled or taken back if the deposit was reversed.</summary>
    public void AssertAllRebatesSettled()
    {
        Assert.NotEqual(0, Number("SELECT count(*) FROM transactions WHERE type = 1"));
        AssertRebatesSettled();
    }

    /// <summary>Checks the rebates, even if there is no deposit yet.</summary>
    public void AssertRebatesSettled()
    {
        var rebates = _connection.Query(
            """
            SELECT d.amount, r.status, count(p.id), coalesce(sum(p.amount), 0), EXISTS (SELECT * FROM transactions t WHERE t.wallet_id = d.wallet_id AND t.reversal_of = d.sequence)
            FROM transactions d LEFT JOIN rebates r ON r.deposit_id = d.id LEFT JOIN transactions p ON p.wallet_id = d.wallet_id AND p.rebate_of = d.sequence
            WHERE d.type = 1 GROUP BY d.id
            """,
            row => (Deposit: row.GetInt64(0), Status: row.IsDBNull(1) ? null : row.GetString(1), Count: row.GetInt64(2), Paid: row.GetInt64(3), IsReversed: row.GetBoolean(4)));
        Assert.All(rebates, rebate => Assert.Equal(
            rebate is { IsReversed: true, Status: "cancelled" } ? ("cancelled", 0L, 0L) : ("paid", 1L, (long)Math.Round(rebate.Deposit / 100m, MidpointRounding.ToEven)),
            (rebate.Status, rebate.Count, rebate.Paid)));
    }

    /// <summary>Checks that each acknowledged operation is in the books as it was acknowledged.</summary>
    public void AssertHolds(IReadOnlyCollection<Operation> acknowledged)
    {
        var (entries, keys) = (Entries(), Keys());
        foreach (var operation in acknowledged)
        {
            Assert.True(entries.TryGetValue((operation.Owner, operation.Type, operation.Number), out var entry), $"Lost: {operation}");
            Assert.Equal((operation.Amount, operation.Target), (operation.Amount == 0 ? 0 : entry.Amount, entry.Target));
            Assert.Equal(operation.Type == Operation.Void ? "" : operation.Reference, entry.Reference);
            Assert.Equal(operation.IsKeyed, keys.Contains((operation.Owner, operation.Reference)));
        }
    }

    /// <summary>Checks that the books have no more than the given number of operations.</summary>
    public void AssertNothingElse(int operations) => Assert.Equal(operations, CountOperations());

    /// <summary>The number of operations in the books, each counted once whatever it wrote.</summary>
    public long CountOperations() =>
        Number($"SELECT (SELECT count(*) FROM ({Own})) + (SELECT count(*) FROM holds) + (SELECT count(*) FROM holds WHERE status = 'voided')");

    public long Number(string sql) => _connection.Number(sql);

    public void Dispose() => _connection.Dispose();

    private Dictionary<(string Owner, string Type, long Number), (long Amount, long Target, string Reference)> Entries() => _connection.Query(
        """
        SELECT w.owner_id, t.type, t.sequence, abs(t.amount), coalesce(iif(t.type = 'transfer_out', CAST(substr(c.owner_id, 7) AS INTEGER), coalesce(t.reversal_of, t.hold)), 0), coalesce(t.reference, '')
        FROM history t JOIN wallets w ON w.id = t.wallet_id LEFT JOIN wallets c ON c.id = t.counterpart_wallet_id
        UNION ALL SELECT w.owner_id, 'hold', h.number, h.amount, 0, coalesce(h.reference, '') FROM holds h JOIN wallets w ON w.id = h.wallet_id
        UNION ALL SELECT w.owner_id, 'void', h.number, 0, h.number, '' FROM holds h JOIN wallets w ON w.id = h.wallet_id WHERE h.status = 'voided'
        """,
        row => (Owner: row.GetString(0), Type: row.GetString(1), Number: row.GetInt64(2), Entry: (row.GetInt64(3), row.GetInt64(4), row.GetString(5))))
        .ToDictionary(row => (row.Owner, row.Type, row.Number), row => row.Entry);

    private HashSet<(string Owner, string Key)> Keys() =>
        [.. _connection.Query("SELECT w.owner_id, k.key FROM idempotency_keys k JOIN wallets w ON w.id = k.wallet_id", row => (row.GetString(0), row.GetString(1)))];
}
