using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Durability.Tests;

/// <summary>The books in the file, checked by SQL and not by the library that wrote them.</summary>
internal sealed class Books : IDisposable
{
    // The transactions, and the wallets in the state of their newest entry. The views are the connection's own, so that the file stays as it is.
    private const string Views = """
        CREATE TEMP VIEW transactions AS SELECT j.*, x.reference FROM walletkit_journal j LEFT JOIN walletkit_texts x ON x.id = j.id WHERE j.amount IS NOT NULL;
        CREATE TEMP VIEW states AS
        SELECT w.id, w.owner_id, w.closed, j.version, j.sequence, j.balance, j.status, j.overdrawn, j.next_expiry, j.ended_through, j.ended_number,
            coalesce(j.credit_limit, 0) AS credit_limit, coalesce(j.held, 0) AS held, coalesce(j.last_hold, 0) AS last_hold, coalesce(j.open_holds, 0) AS open_holds
        FROM walletkit_wallets w LEFT JOIN walletkit_journal j ON j.wallet_id = w.id AND j.version = (SELECT max(n.version) FROM walletkit_journal n WHERE n.wallet_id = w.id);
        """;

    // The types by their numbers: 1 deposit, 2 rebate, 3 incoming leg, 103 outgoing leg, 201 reversal, 311 hold placed, 312 hold voided, 313 holds expired,
    // 321 frozen, 322 unfrozen, 323 closed, 331 credit limit set.
    // The query selects the requested transactions. For a transfer and its reversal, this is the leg of the named wallet; for a deposit's reversal, the
    // deposit's own reversal.
    private const string Own = """
        SELECT t.* FROM transactions t LEFT JOIN transactions o ON o.wallet_id = t.wallet_id AND o.version = t.reversal_of
        WHERE t.type NOT IN (2, 3) AND coalesce(o.type, 0) NOT IN (2, 3)
        """;

    // An open hold that its wallet has not ended.
    private const string Standing = "h.status = 'open' AND NOT coalesce(h.expires_at <= w.ended_through AND h.number <= w.ended_number, 0)";

    // Each query finds violations of its promise.
    private static readonly (string Promise, string Violations)[] Promises =
    [
        ("a balance is the sum of its transactions",
            "SELECT w.owner_id FROM states w WHERE w.balance IS NOT (SELECT coalesce(sum(t.amount), 0) FROM transactions t WHERE t.wallet_id = w.id)"),
        ("sequences run 1, 2, 3 without a gap",
            """
            SELECT w.owner_id FROM states w LEFT JOIN transactions t ON t.wallet_id = w.id GROUP BY w.id
            HAVING count(t.id) <> w.sequence OR coalesce(max(t.sequence), 0) <> w.sequence OR coalesce(min(t.sequence), 1) <> 1
                OR count(DISTINCT t.sequence) <> count(t.id)
            UNION ALL SELECT id FROM (SELECT id, amount, sequence, lag(sequence, 1, 0) OVER (PARTITION BY wallet_id ORDER BY version) AS before FROM walletkit_journal)
            WHERE before + (amount IS NOT NULL) <> sequence
            """),
        ("balances chain",
            """
            SELECT id FROM (SELECT id, amount, balance, lag(balance, 1, 0) OVER (PARTITION BY wallet_id ORDER BY version) AS before FROM walletkit_journal)
            WHERE before + coalesce(amount, 0) <> balance
            """),
        ("versions go up with each change, and the wallet has the last",
            """
            SELECT id FROM (SELECT id, version, row_number() OVER (PARTITION BY wallet_id ORDER BY version) AS place FROM walletkit_journal) WHERE version <> place
            UNION ALL SELECT min(id) FROM walletkit_journal NOT INDEXED GROUP BY wallet_id, version HAVING count(*) > 1
            UNION ALL SELECT w.id FROM states w
            LEFT JOIN (SELECT wallet_id, count(*) AS placed, sum(status = 'voided') AS voided, sum(status = 'expired') AS expired FROM walletkit_holds GROUP BY wallet_id) h ON h.wallet_id = w.id
            WHERE w.version IS NULL OR w.version - 1 - w.sequence - coalesce(h.placed + h.voided, 0)
                - (SELECT count(*) FROM walletkit_journal e WHERE e.wallet_id = w.id AND e.type BETWEEN 321 AND 399)
                NOT BETWEEN (coalesce(h.expired, 0) > 0) AND coalesce(h.expired, 0)
            """),
        ("a status and a credit limit change by an event, which is an entry of its own",
            """
            SELECT id FROM (SELECT id, type, status, credit_limit, lag(status) OVER o AS status_before, lag(credit_limit) OVER o AS limit_before
                FROM walletkit_journal WINDOW o AS (PARTITION BY wallet_id ORDER BY version))
            WHERE CASE type WHEN 321 THEN status IS 'frozen' WHEN 322 THEN status IS NULL WHEN 323 THEN status IS 'closed' ELSE status IS status_before END = 0
                OR (credit_limit IS NOT limit_before AND type NOT IN (301, 331))
            UNION ALL SELECT owner_id FROM states WHERE closed <> (status IS 'closed')
            """),
        ("time and rows run with the versions",
            """
            SELECT id FROM (SELECT id, recorded_at, lag(recorded_at, 1, 0) OVER o AS time_before, lag(id, 1, 0) OVER o AS id_before
                FROM walletkit_journal WINDOW o AS (PARTITION BY wallet_id ORDER BY version))
            WHERE recorded_at < time_before OR id <= id_before
            """),
        ("the rows of the journal run 1, 2, 3 without a gap, to the head",
            "SELECT last FROM walletkit_journal_head WHERE (SELECT count(*) FROM walletkit_journal) <> last OR (SELECT coalesce(max(id), 0) FROM walletkit_journal) <> last"),
        ("nothing is done twice", $"SELECT reference FROM ({Own}) WHERE reference IS NOT NULL GROUP BY reference HAVING count(*) > 1"),
        ("a key belongs to what it did, in its own wallet",
            """
            SELECT k.key FROM walletkit_idempotency_keys k LEFT JOIN transactions t ON t.id = k.transaction_id WHERE k.transaction_id IS NOT NULL AND t.wallet_id IS NOT k.wallet_id
            UNION ALL SELECT CAST(transaction_id AS TEXT) FROM walletkit_idempotency_keys WHERE transaction_id IS NOT NULL GROUP BY transaction_id HAVING count(*) > 1
            """),
        ("a key's results are there",
            """
            WITH named AS (
                SELECT k.key, 'transaction' AS kind, t.value AS id FROM walletkit_idempotency_keys k, json_each(k.result) c, json_each(c.value, '$.transactions') t
                UNION ALL SELECT k.key, 'hold', coalesce(c.value ->> 'placed', c.value ->> 'captured', c.value ->> 'voided') AS hold FROM walletkit_idempotency_keys k, json_each(k.result) c WHERE hold IS NOT NULL
                UNION ALL SELECT k.key, 'event', c.value ->> 'event' FROM walletkit_idempotency_keys k, json_each(k.result) c WHERE c.value ->> 'event' IS NOT NULL)
            SELECT n.key FROM named n LEFT JOIN walletkit_wallets w ON w.public_id = unhex(replace(substr(n.id, 1, 36), '-', ''))
            WHERE CASE n.kind
                WHEN 'transaction' THEN NOT EXISTS (SELECT * FROM transactions t WHERE t.wallet_id = w.id AND t.version = CAST(substr(n.id, 38) AS INTEGER))
                WHEN 'hold' THEN NOT EXISTS (SELECT * FROM walletkit_holds h WHERE h.wallet_id = w.id AND h.number = CAST(substr(n.id, 38) AS INTEGER))
                ELSE NOT EXISTS (SELECT * FROM walletkit_journal e WHERE e.wallet_id = w.id AND e.version = CAST(substr(n.id, 38) AS INTEGER) AND e.type BETWEEN 321 AND 399) END
            UNION ALL SELECT k.key FROM walletkit_idempotency_keys k WHERE k.result IS NOT NULL AND k.key NOT IN (SELECT n.key FROM named n)
            """),
        ("legs stand in pairs that agree",
            """
            SELECT t.id FROM transactions t LEFT JOIN transactions o ON o.wallet_id = t.counterpart_wallet_id AND o.version = t.counterpart_version
            WHERE t.counterpart_wallet_id IS NOT NULL AND NOT coalesce(
                o.counterpart_wallet_id = t.wallet_id AND o.counterpart_version = t.version AND o.wallet_id <> t.wallet_id
                AND CASE t.type WHEN 103 THEN o.type = 3 WHEN 3 THEN o.type = 103 ELSE o.type = t.type END
                AND o.amount = -t.amount AND o.reference IS t.reference, 0)
            """),
        ("a reversal is the opposite of what it reverses, once, and never of a reversal",
            """
            SELECT t.id FROM transactions t LEFT JOIN transactions o ON o.wallet_id = t.wallet_id AND o.version = t.reversal_of
            WHERE t.type = 201 AND NOT coalesce(o.amount = -t.amount AND o.type <> 201 AND o.version < t.version AND (o.counterpart_wallet_id IS t.counterpart_wallet_id), 0)
            UNION ALL SELECT min(id) FROM transactions WHERE reversal_of IS NOT NULL GROUP BY wallet_id, reversal_of HAVING count(*) > 1
            """),
        ("a transfer is reversed with both legs or not at all",
            """
            SELECT o.id FROM transactions o JOIN transactions i ON i.wallet_id = o.counterpart_wallet_id AND i.version = o.counterpart_version
            LEFT JOIN transactions r ON r.wallet_id = o.wallet_id AND r.reversal_of = o.version LEFT JOIN transactions s ON s.wallet_id = i.wallet_id AND s.reversal_of = i.version
            WHERE o.type = 103 AND ((r.id IS NULL) <> (s.id IS NULL) OR r.counterpart_version <> s.version)
            """),
        ("no deposit that was reversed keeps its rebate",
            """
            SELECT d.id FROM transactions d JOIN walletkit_rebates r ON r.deposit_id = d.id JOIN transactions t ON t.wallet_id = d.wallet_id AND t.reversal_of = d.version
            LEFT JOIN transactions p ON p.id = r.transaction_id LEFT JOIN transactions b ON b.wallet_id = p.wallet_id AND b.reversal_of = p.version
            WHERE r.status IN ('pending', 'dead') OR (r.status = 'paid' AND b.id IS NULL)
            """),
        ("what is held is the sum of the open holds that have not ended, and holds are numbered without a gap",
            $"""
            SELECT w.owner_id FROM states w LEFT JOIN walletkit_holds h ON h.wallet_id = w.id GROUP BY w.id
            HAVING w.held <> coalesce(sum(h.amount - h.captured) FILTER (WHERE {Standing}), 0) OR w.last_hold <> count(h.number) OR w.last_hold <> coalesce(max(h.number), 0)
            """),
        ("open holds are counted",
            "SELECT w.owner_id FROM states w WHERE w.open_holds <> (SELECT count(*) FROM walletkit_holds h WHERE h.wallet_id = w.id AND h.status = 'open')"),
        ("the next expiry is the earliest of an open hold that has not ended",
            $"SELECT w.owner_id FROM states w WHERE w.next_expiry IS NOT (SELECT min(h.expires_at) FROM walletkit_holds h WHERE h.wallet_id = w.id AND {Standing})"),
        ("what was captured of a hold is the sum of its captures",
            """
            SELECT h.number FROM walletkit_holds h
            LEFT JOIN (SELECT wallet_id, hold, -sum(amount) AS amount FROM transactions WHERE hold IS NOT NULL GROUP BY wallet_id, hold) t ON t.wallet_id = h.wallet_id AND t.hold = h.number
            WHERE h.captured <> coalesce(t.amount, 0)
            """),
        ("no more is spent or held than there is",
            $"""
            SELECT w.owner_id FROM states w LEFT JOIN walletkit_holds h ON h.wallet_id = w.id AND {Standing}
            WHERE w.overdrawn IS NULL GROUP BY w.id HAVING w.balance + w.credit_limit < coalesce(sum(h.amount - h.captured), 0)
            """),
        ("a hold has an entry for its beginning, and one for its end where it was voided or expired",
            """
            SELECT h.number FROM walletkit_holds h
            LEFT JOIN (SELECT wallet_id, hold, sum(type = 311) AS placed, sum(hold_remaining) FILTER (WHERE type = 311) AS amount, sum(type = 312) AS voided
                FROM walletkit_journal WHERE hold IS NOT NULL GROUP BY wallet_id, hold) e ON e.wallet_id = h.wallet_id AND e.hold = h.number
            LEFT JOIN (SELECT j.wallet_id, x.value AS hold, count(*) AS expired FROM walletkit_journal j, json_each(j.expired_holds) x GROUP BY j.wallet_id, x.value) x
                ON x.wallet_id = h.wallet_id AND x.hold = h.number
            WHERE e.placed IS NOT 1 OR e.amount <> h.amount OR e.voided <> (h.status = 'voided') OR coalesce(x.expired, 0) <> (h.status = 'expired')
            """),
        ("deposits have a rebate each, and nothing else has",
            "SELECT t.id FROM walletkit_journal t LEFT JOIN walletkit_rebates r ON r.deposit_id = t.id WHERE (t.type = 1) <> (r.deposit_id IS NOT NULL)"),
        ("a rebate is paid just where a transaction of the same wallet pays it",
            """
            SELECT r.deposit_id FROM walletkit_rebates r JOIN transactions d ON d.id = r.deposit_id LEFT JOIN transactions p ON p.wallet_id = d.wallet_id AND p.rebate_of = d.version
            WHERE (r.status = 'paid') <> (p.id IS NOT NULL) OR r.transaction_id IS NOT p.id
            """),
        ("a deposit's rebate is paid once",
            "SELECT rebate_of FROM transactions WHERE type = 2 GROUP BY wallet_id, rebate_of HAVING count(*) > 1"),
        ("the file is whole", "SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'"),
        ("references between tables hold", "SELECT \"table\" FROM pragma_foreign_key_check"),
    ];

    // A host's row and its entry are one commit.
    private static readonly (string Promise, string Violations)[] OrderPromises =
    [
        ("an order of the host has the entry that it names",
            """
            SELECT o.reference FROM host_orders o WHERE NOT EXISTS (
                SELECT * FROM walletkit_journal j JOIN walletkit_wallets w ON w.id = j.wallet_id JOIN walletkit_texts x ON x.id = j.id
                WHERE w.public_id = o.wallet AND j.version = o.version AND x.reference = o.reference)
            """),
        ("an entry that came with an order of the host has it",
            $"""
            SELECT r.reference FROM (SELECT reference FROM ({Own}) UNION ALL SELECT reference FROM walletkit_holds) r
            WHERE r.reference LIKE '{HostOrder.Pattern}' AND NOT EXISTS (SELECT * FROM host_orders o WHERE o.reference = r.reference)
            """),
    ];

    private readonly SqliteConnection _connection;

    private Books(SqliteConnection connection)
    {
        _connection = connection;
        _connection.Execute(Views);
        if (_connection.Query("SELECT 1 FROM sqlite_schema WHERE name = 'host_orders'", static row => row.GetInt64(0)).Count == 0)
        {
            _connection.Execute("CREATE TEMP TABLE host_orders (reference TEXT, wallet BLOB, version INTEGER)");
        }
    }

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
        AssertNothing(Promises);
        AssertNothing(OrderPromises);
    }

    private void AssertNothing((string Promise, string Violations)[] promises)
    {
        foreach (var (promise, violations) in promises)
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
            SELECT d.amount, r.status, count(p.id), coalesce(sum(p.amount), 0), EXISTS (SELECT * FROM transactions t WHERE t.wallet_id = d.wallet_id AND t.reversal_of = d.version)
            FROM transactions d LEFT JOIN walletkit_rebates r ON r.deposit_id = d.id LEFT JOIN transactions p ON p.wallet_id = d.wallet_id AND p.rebate_of = d.version
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
        var (entries, keys, secrets) = (Entries(), Keys(), Secrets());
        foreach (var operation in acknowledged)
        {
            Assert.True(entries.TryGetValue((operation.Owner, operation.Type, operation.Number), out var entry), $"Lost: {operation}");
            Assert.Equal((operation.Amount, operation.Target), (operation.Amount == 0 ? 0 : entry.Amount, entry.Target));
            Assert.Equal(operation.Type == Operation.Void ? "" : operation.Reference, entry.Reference);
            Assert.Equal(operation.IsKeyed, keys.Contains((operation.Owner, secrets[operation.Owner].Hash(Sha256Hash.Of(Encoding.UTF8.GetBytes(operation.Reference))))));
        }
    }

    /// <summary>Checks that the books have no more than the given number of operations.</summary>
    public void AssertNothingElse(int operations) => Assert.Equal(operations, CountOperations());

    /// <summary>The number of operations in the books, each counted once whatever it wrote.</summary>
    public long CountOperations() =>
        Number($"SELECT (SELECT count(*) FROM ({Own})) + (SELECT count(*) FROM walletkit_holds) + (SELECT count(*) FROM walletkit_holds WHERE status = 'voided')");

    public long Number(string sql) => _connection.Number(sql);

    public void Dispose() => _connection.Dispose();

    private Dictionary<(string Owner, string Type, long Number), (long Amount, long Target, string Reference)> Entries() => _connection.Query(
        """
        SELECT w.owner_id, t.type, t.version, abs(j.amount), coalesce(iif(t.type = 'transfer_out', CAST(substr(c.owner_id, 7) AS INTEGER), coalesce(t.reversal_of, t.hold)), 0), coalesce(t.reference, '')
        FROM walletkit_history t JOIN walletkit_journal j ON j.id = t.id JOIN walletkit_wallets w ON w.id = t.wallet_id LEFT JOIN walletkit_wallets c ON c.id = t.counterpart_wallet_id
        WHERE j.amount IS NOT NULL
        UNION ALL SELECT w.owner_id, 'hold', h.number, h.amount, 0, coalesce(h.reference, '') FROM walletkit_holds h JOIN walletkit_wallets w ON w.id = h.wallet_id
        UNION ALL SELECT w.owner_id, 'void', h.number, 0, h.number, '' FROM walletkit_holds h JOIN walletkit_wallets w ON w.id = h.wallet_id WHERE h.status = 'voided'
        """,
        row => (Owner: row.GetString(0), Type: row.GetString(1), Number: row.GetInt64(2), Entry: (row.GetInt64(3), row.GetInt64(4), row.GetString(5))))
        .ToDictionary(row => (row.Owner, row.Type, row.Number), row => row.Entry);

    private HashSet<(string Owner, Sha256Hash Key)> Keys() =>
        [.. _connection.Query("SELECT w.owner_id, hex(k.key) FROM walletkit_idempotency_keys k JOIN walletkit_wallets w ON w.id = k.wallet_id", row => (row.GetString(0), Sha256Hash.Parse(row.GetString(1))))];

    private Dictionary<string, Secret> Secrets() =>
        _connection.Query("SELECT owner_id, hex(key_secret) FROM walletkit_wallets", row => (Owner: row.GetString(0), Secret: new Secret(Convert.FromHexString(row.GetString(1)))))
            .ToDictionary(row => row.Owner, row => row.Secret);
}
