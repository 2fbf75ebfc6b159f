using Microsoft.Data.Sqlite;
using WalletKit.Rules;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.Storage.Sqlite;

/// <summary>One read connection with its kept statements. Used by one thread at a time; each read sees one snapshot.</summary>
internal sealed partial class ReadSession(SqliteDatabase database) : IDisposable
{
    // The query uses the index of states for the pending rebates, which are few where rebates are paid at all.
    internal const string OldestPendingRebate =
        "SELECT min(t.recorded_at) FROM rebates r CROSS JOIN journal t ON t.id = r.deposit_id WHERE r.status = 'pending'";

    internal const string HasDue =
        "SELECT EXISTS (SELECT 1 FROM rebates WHERE status = 'pending' AND policy_id = (SELECT id FROM rebate_policies WHERE name = ?1) AND due_at <= ?2)";

    internal const string PendingPolicies =
        "SELECT o.name FROM rebate_policies o WHERE EXISTS (SELECT 1 FROM rebates r WHERE r.status = 'pending' AND r.policy_id = o.id)";

    // By policy, because that is how the index over pending rebates begins.
    internal const string DueAfter =
        "SELECT count(*) FROM (SELECT 1 FROM rebate_policies o CROSS JOIN rebates r WHERE r.status = 'pending' AND r.policy_id = o.id AND r.due_at > ?1 LIMIT ?2)";

    // By the index of owners and names, so that the page is read in its order, and no more than the page.
    internal static readonly string WalletsOfOwner =
        $"SELECT {SqliteTables.Wallets.Columns}, {SqliteRows.ExpiryColumns} FROM {SqliteTables.WalletSources} WHERE w.owner_id = ?2 AND w.name > ?3 ORDER BY w.name";

    // By the index of changes of state, so that no transaction is read.
    internal static readonly string EventsOfWallet =
        $"SELECT {SqliteTables.Journal.Columns} FROM {SqliteTables.JournalSources} WHERE w.public_id = ?1 AND j.version > ?2 AND j.type BETWEEN 321 AND 399 ORDER BY j.version";

    // By the index of open holds, so that no hold that has ended is read.
    internal static readonly string OpenHolds =
        $"""
        SELECT {SqliteTables.Holds.Columns} FROM {SqliteTables.WalletSources} JOIN holds h INDEXED BY holds_open ON h.wallet_id = w.id
        WHERE w.public_id = ?1 AND h.status = 'open' AND h.number > ?3 AND (h.expires_at IS NULL OR (h.expires_at > ?2
            AND (j.ended_through IS NULL OR h.expires_at > j.ended_through OR h.number > j.ended_number)))
        ORDER BY h.number
        """;

    // After the columns of a rebate: the row of its deposit.
    private static readonly Column s_depositRow = RebateColumns.All.After("r.deposit_id");

    // By the index of states, in the order in which the rebates were earned, so that no rebate in another state is read.
    internal static readonly string RebatesInStatus =
        $"SELECT {SqliteTables.Rebates.Columns}, {s_depositRow.Name} FROM {SqliteTables.RebateSources} WHERE r.status = ?1 AND r.deposit_id > ?2 ORDER BY r.deposit_id";

    private readonly SqliteConnection _connection = database.ConnectReader();
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    public Wallet? FindWallet(WalletId walletId, DateTimeOffset now) =>
        Wallets("w.public_id = ?2", now).Bind(2, walletId.Value).Single(SqliteRows.ReadWalletAsOf);

    // No wallet has text that is not well formed: encoded, the text would be taken for its replacement.
    public Wallet? FindWallet(string ownerId, string name, DateTimeOffset now) =>
        Text.IsWellFormed(ownerId) && Text.IsWellFormed(name)
            ? Wallets("w.owner_id = ?2 AND w.name = ?3", now).Bind(2, ownerId).Bind(3, name).Single(SqliteRows.ReadWalletAsOf)
            : null;

    // No wallet has the empty name, which sorts before all other names.
    public Page<Wallet> ListWallets(string ownerId, string? after, int limit, DateTimeOffset now) =>
        Text.IsWellFormed(ownerId)
            ? Prepared(WalletsOfOwner)
                .Bind(1, SqliteTime.Of(now))
                .Bind(2, ownerId)
                .Bind(3, after ?? "")
                .Fill(new PageBuilder<Wallet>(limit, PageText.SizeOf), SqliteRows.ReadWalletAsOf)
            : Page.Empty<Wallet>();

    // No wallet has the empty id, which sorts before all other ids.
    public Page<Wallet> ListAllWallets(WalletId? after, int limit, DateTimeOffset now) =>
        Wallets("w.public_id > ?2 ORDER BY w.public_id", now)
            .Bind(2, after?.Value ?? Guid.Empty)
            .Fill(new PageBuilder<Wallet>(limit, PageText.SizeOf), SqliteRows.ReadWalletAsOf);

    public WalletTransaction? FindTransaction(TransactionId id) =>
        Prepared($"SELECT {SqliteTables.Transactions.Columns} FROM {SqliteTables.TransactionSources} WHERE w.public_id = ?1 AND t.version = ?2 AND t.amount IS NOT NULL")
            .Bind(1, id.WalletId.Value)
            .Bind(2, id.Version)
            .Single(SqliteRows.ReadTransaction);

    /// <summary>
    /// The newest transaction at or before a time, and the wallet's own time, which is null where there is no such wallet. Time never runs backwards within a wallet, so the
    /// transaction is found by halving.
    /// </summary>
    public (WalletTransaction? Transaction, DateTimeOffset? UpdatedAt) FindTransaction(WalletId walletId, DateTimeOffset time)
    {
        using var snapshot = new Snapshot(this);
        if (FindNewest(walletId) is not { } newest)
        {
            return (null, null);
        }

        var found = LastTransactionBefore(newest, SqliteTime.Of(time) + 1) is > 0 and var version ? FindTransaction(new TransactionId(walletId, version)) : null;
        return (found, SqliteTime.ToTime(newest.RecordedAt));
    }

    /// <summary>Reads a page of wallets by id, and returns the wallets that are ahead of a time, and the last wallet of the page.</summary>
    public List<(WalletId Id, DateTimeOffset UpdatedAt)> ListAhead(WalletId? after, int limit, DateTimeOffset than) =>
        Prepared(
            """
            WITH page AS (
                SELECT w.public_id, (SELECT j.recorded_at FROM journal j WHERE j.wallet_id = w.id ORDER BY j.version DESC LIMIT 1) AS recorded_at
                FROM wallets w WHERE w.public_id > ?1 ORDER BY w.public_id LIMIT ?2)
            SELECT public_id, coalesce(recorded_at, 0) FROM page WHERE recorded_at > ?3 OR public_id = (SELECT max(public_id) FROM page) ORDER BY public_id
            """)
            .Bind(1, after?.Value ?? Guid.Empty)
            .Bind(2, limit)
            .Bind(3, SqliteTime.Of(than))
            .All(static row => (new WalletId(row.Guid(0)), SqliteTime.ToTime(row.Int64(1))));

    public Page<WalletTransaction> ReadHistory(HistoryRange range)
    {
        // No record has text that is not well formed, as with names.
        if (range.Reference is not null && !Text.IsWellFormed(range.Reference))
        {
            return Page.Empty<WalletTransaction>();
        }

        var (lowest, highest) = range.Bounds;
        var query = Prepared(History(range)).Bind(1, range.WalletId.Value).Bind(2, lowest).Bind(3, highest);
        if (range.Reference is { } text)
        {
            query.Bind(4, text);
        }

        return query.Fill(new PageBuilder<WalletTransaction>(range.Limit, PageText.SizeOf), SqliteRows.ReadTransaction);
    }

    public Hold? FindHold(HoldId id, DateTimeOffset now) =>
        Prepared($"SELECT {SqliteTables.Holds.Columns}, {SqliteRows.EndedColumns} FROM {SqliteTables.StandingHoldSources} WHERE w.public_id = ?1 AND h.number = ?2")
            .Bind(1, id.WalletId.Value)
            .Bind(2, id.Number)
            .Single(row => SqliteRows.ReadHoldAsOf(row, now));

    public Page<Hold> ListOpenHolds(WalletId walletId, DateTimeOffset now, long after, int limit) =>
        Prepared(OpenHolds)
            .Bind(1, walletId.Value)
            .Bind(2, SqliteTime.Of(now))
            .Bind(3, after)
            .Fill(new PageBuilder<Hold>(limit, PageText.SizeOf), SqliteRows.ReadHold);

    public List<WalletId> ListExpiringWallets(DateTimeOffset now, int limit) =>
        Prepared("SELECT w.public_id FROM expiring_wallets e CROSS JOIN wallets w ON w.id = e.wallet_id WHERE e.since <= ?1 ORDER BY e.since LIMIT ?2")
            .Bind(1, SqliteTime.Of(now))
            .Bind(2, limit)
            .All(static row => new WalletId(row.Guid(0)));

    public Page<WalletEvent> ReadEvents(WalletId walletId, long after, int limit) =>
        Prepared(EventsOfWallet)
            .Bind(1, walletId.Value)
            .Bind(2, after)
            .Fill(new PageBuilder<WalletEvent>(limit, PageText.SizeOf), static row => SqliteRows.ReadEntry(row).Event!);

    public Rebate? FindRebate(TransactionId deposit) =>
        Prepared($"SELECT {SqliteTables.Rebates.Columns} FROM {SqliteTables.RebateSources} WHERE w.public_id = ?1 AND t.version = ?2")
            .Bind(1, deposit.WalletId.Value)
            .Bind(2, deposit.Version)
            .Single(SqliteRows.ReadRebate);

    public Page<Rebate> ListRebates(RebateStatus status, TransactionId? after, int limit)
    {
        using var snapshot = new Snapshot(this);
        var from = after is { } deposit ? RowOf(deposit) : 0;
        var rows = Prepared(RebatesInStatus)
            .Bind(1, StoredNames.Of(status))
            .Bind(2, from)
            .Fill(
                new PageBuilder<(Rebate Rebate, long RowId)>(limit, static row => PageText.SizeOf(row.Rebate)),
                static row => (Rebate: SqliteRows.ReadRebate(row), RowId: row.Int64(s_depositRow)));

        // The next page begins where the last deposit's name leads. In a damaged file that may be anywhere, and the same pages would be read for ever.
        return rows is not [.., var last] || (last.RowId > from && RowOf(last.Rebate.Deposit) == last.RowId)
            ? new Page<Rebate>([.. rows.Select(row => row.Rebate)], rows.HasMore)
            : throw new WalletStoreException(StoreFailure.Corrupt, $"the list of rebates does not go on after that of transaction {last.Rebate.Deposit}.");
    }

    // Without its row the end of the page would be unknown, and a caller that began again would read the same pages for ever.
    private long RowOf(TransactionId deposit) =>
        Prepared("SELECT t.id FROM journal t JOIN wallets w ON w.id = t.wallet_id WHERE w.public_id = ?1 AND t.version = ?2")
            .Bind(1, deposit.WalletId.Value)
            .Bind(2, deposit.Version)
            .SingleInt64() ?? throw new WalletStoreException(StoreFailure.Corrupt, $"transaction {deposit} has no row, though its rebate was just read.");

    public long CountRebates(RebateStatus status) =>
        Prepared($"SELECT count(*) FROM rebates WHERE status = '{StoredNames.Of(status)}'").SingleInt64()!.Value;

    public DateTimeOffset? FindOldestPendingRebate() =>
        Prepared(OldestPendingRebate)
            .All(static row => row.Int64OrNull(0)) is [{ } time] ? SqliteTime.ToTime(time) : null;

    public int CountRebatesDueAfter(DateTimeOffset time, int limit) =>
        (int)Prepared(DueAfter).Bind(1, SqliteTime.Of(time)).Bind(2, limit).SingleInt64()!.Value;

    public bool HasDueRebates(IReadOnlyCollection<string> policies, DateTimeOffset now) =>
        policies.Any(policy => Prepared(HasDue).Bind(1, policy).Bind(2, SqliteTime.Of(now)).SingleInt64() != 0);

    public List<string> ListPendingPolicies() => Prepared(PendingPolicies).All(static row => row.String(0));

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        database.Close(_connection);
    }

    // The statement for a stretch of the history of wallet ?1 between the versions ?2 and ?3, with the reference ?4.
    internal static string History(HistoryRange range)
    {
        var types = range.Types.IsEmpty ? "" : $" AND t.type IN ({StoredNames.NumbersOf(range.Types)})";
        var reference = range.Reference is null ? "" : " AND t.reference = ?4";
        return $"""
            SELECT {SqliteTables.Transactions.Columns} FROM {SqliteTables.TransactionSources}
            WHERE w.public_id = ?1 AND t.version BETWEEN ?2 AND ?3 AND t.amount IS NOT NULL{types}{reference} ORDER BY t.version{(range.Order == HistoryOrder.NewestFirst ? " DESC" : "")}
            """;
    }

    private Newest? FindNewest(WalletId walletId) =>
        Prepared("SELECT w.id, j.version, j.recorded_at FROM wallets w JOIN journal j ON j.wallet_id = w.id WHERE w.public_id = ?1 ORDER BY j.version DESC LIMIT 1")
            .Bind(1, walletId.Value)
            .Single(static row => new Newest(row.Int64(0), row.Int64(1), row.Int64(2)));

    // Times do not run backwards within a wallet.
    private long LastEntryBefore(Newest newest, long time)
    {
        var at = Prepared("SELECT recorded_at FROM journal WHERE wallet_id = ?1 AND version = ?2");
        return Last(newest.Version, version => at.Bind(1, newest.RowId).Bind(2, version).SingleInt64() < time);
    }

    /// <summary>The version of the newest transaction before a time; 0 where there is none. Entries of other kinds may stand between it and the time.</summary>
    private long LastTransactionBefore(Newest newest, long time)
    {
        var sequences = Prepared("SELECT sequence FROM journal WHERE wallet_id = ?1 AND version = ?2");
        var count = SequenceAt(LastEntryBefore(newest, time));
        return count == 0 ? 0 : Last(newest.Version, version => SequenceAt(version) < count) + 1;

        long SequenceAt(long version) => version == 0 ? 0 : sequences.Bind(1, newest.RowId).Bind(2, version).SingleInt64() ?? 0;
    }

    /// <summary>The last number from 1 on that a condition holds for; 0 where it holds for none. It holds for all numbers up to some place, and for none after it.</summary>
    private static long Last(long most, Func<long, bool> holds)
    {
        var low = 0L;
        while (low < most)
        {
            var middle = low + ((most - low + 1) / 2);
            (low, most) = holds(middle) ? (middle, most) : (low, middle - 1);
        }

        return low;
    }

    private Statement Wallets(string which, DateTimeOffset now) =>
        Prepared($"SELECT {SqliteTables.Wallets.Columns}, {SqliteRows.ExpiryColumns} FROM {SqliteTables.WalletSources} WHERE {which}").Bind(1, SqliteTime.Of(now));

    private Statement Prepared(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements[sql] = statement = new Statement(_connection, sql);
        }

        return statement;
    }

    private sealed record Newest(long RowId, long Version, long RecordedAt);

    /// <summary>Several statements that see the same state of the file.</summary>
    private readonly ref struct Snapshot
    {
        private readonly ReadSession _session;

        public Snapshot(ReadSession session)
        {
            _session = session;
            session.Prepared("BEGIN").Execute();
        }

        public void Dispose() => _session.Prepared("ROLLBACK").Execute();
    }
}
