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
        "SELECT t.recorded_at FROM walletkit_rebates r INDEXED BY walletkit_rebates_by_status CROSS JOIN walletkit_journal t ON t.id = r.deposit_id WHERE r.status = 'pending' ORDER BY r.deposit_id LIMIT 1";

    internal const string LastCorrection =
        "SELECT version FROM walletkit_journal INDEXED BY walletkit_journal_corrections WHERE wallet_id = :walletRow AND type = 351 AND recorded_at < :time ORDER BY version DESC LIMIT 1";

    private static readonly ColumnList s_corrected = new();
    private static readonly Column s_correctedVersion = s_corrected.Add("c.version");
    private static readonly Column s_correctedTime = s_corrected.Add("c.recorded_at");

    internal static readonly string Corrections = $"""
        SELECT {s_corrected.Names} FROM walletkit_wallets w CROSS JOIN walletkit_journal c INDEXED BY walletkit_journal_corrections ON c.wallet_id = w.id
        WHERE w.public_id = :wallet AND c.type = 351 AND c.version > :after ORDER BY c.version LIMIT :limit
        """;

    internal const string HasDue =
        "SELECT EXISTS (SELECT 1 FROM walletkit_rebates WHERE status = 'pending' AND policy_id = (SELECT id FROM walletkit_rebate_policies WHERE name = :policy) AND due_at <= :now)";

    internal const string PendingPolicies =
        "SELECT o.name FROM walletkit_rebate_policies o WHERE EXISTS (SELECT 1 FROM walletkit_rebates r WHERE r.status = 'pending' AND r.policy_id = o.id)";

    // By policy, because that is how the index over pending rebates begins.
    internal const string DueAfter =
        "SELECT count(*) FROM (SELECT 1 FROM walletkit_rebate_policies o CROSS JOIN walletkit_rebates r WHERE r.status = 'pending' AND r.policy_id = o.id AND r.due_at > :time LIMIT :limit)";

    // Statements that hosts ask for often are put together once: a text of such a length costs more than the read.
    private static readonly string s_walletById = Wallets("w.public_id = :wallet");
    private static readonly string s_walletByName = Wallets("w.owner_id = :owner AND w.name = :name");
    private static readonly string s_allWallets = Wallets("w.public_id > :after ORDER BY w.public_id");

    private static readonly string s_transaction =
        $"SELECT {SqliteTables.Transactions.Columns} FROM {SqliteTables.TransactionSources} WHERE w.public_id = :wallet AND t.version = :version AND t.amount IS NOT NULL";

    private static readonly string s_hold =
        $"SELECT {SqliteTables.Holds.Columns}, {SqliteRows.EndedColumns} FROM {SqliteTables.StandingHoldSources} WHERE w.public_id = :wallet AND h.number = :number";

    private static readonly string s_newestFirst = ByVersion(HistoryOrder.NewestFirst, "");
    private static readonly string s_oldestFirst = ByVersion(HistoryOrder.OldestFirst, "");

    // By the index of owners and names, so that the page is read in its order, and no more than the page.
    internal static readonly string WalletsOfOwner =
        $"SELECT {SqliteTables.Wallets.Columns}, {SqliteRows.ExpiryColumns} FROM {SqliteTables.WalletSources} WHERE w.owner_id = :owner AND w.name > :after ORDER BY w.name";

    // By the index of changes of state, so that no transaction is read.
    internal static readonly string EventsOfWallet =
        $"SELECT {SqliteTables.Journal.Columns} FROM {SqliteTables.JournalSources} WHERE w.public_id = :wallet AND j.version > :after AND j.type BETWEEN 321 AND 399 ORDER BY j.version";

    // By the index of open holds, so that no hold that has ended is read.
    internal static readonly string OpenHolds =
        $"""
        SELECT {SqliteTables.Holds.Columns} FROM {SqliteTables.WalletSources} JOIN walletkit_holds h INDEXED BY walletkit_holds_open ON h.wallet_id = w.id
        WHERE w.public_id = :wallet AND h.status = 'open' AND h.number > :after AND (h.expires_at IS NULL OR (h.expires_at > :now
            AND (j.ended_through IS NULL OR h.expires_at > j.ended_through OR h.number > j.ended_number)))
        ORDER BY h.number
        """;

    private static readonly ColumnList s_ahead = new();
    private static readonly Column s_aheadId = s_ahead.Add("public_id");
    private static readonly Column s_aheadTime = s_ahead.Add("coalesce(recorded_at, 0)");

    private static readonly string s_listAhead =
        $"""
        WITH page AS (
            SELECT w.public_id, (SELECT j.recorded_at FROM walletkit_journal j WHERE j.wallet_id = w.id ORDER BY j.version DESC LIMIT 1) AS recorded_at
            FROM walletkit_wallets w WHERE w.public_id > :after ORDER BY w.public_id LIMIT :limit)
        SELECT {s_ahead.Names} FROM page WHERE recorded_at > :time OR public_id = (SELECT max(public_id) FROM page) ORDER BY public_id
        """;

    private static readonly ColumnList s_newest = new();
    private static readonly Column s_newestRow = s_newest.Add("w.id");
    private static readonly Column s_newestVersion = s_newest.Add("j.version");
    private static readonly Column s_newestTime = s_newest.Add("j.recorded_at");

    private static readonly string s_findNewest =
        $"SELECT {s_newest.Names} FROM walletkit_wallets w JOIN walletkit_journal j ON j.wallet_id = w.id WHERE w.public_id = :wallet ORDER BY j.version DESC LIMIT 1";

    // After the columns of a rebate: the row of its deposit.
    private static readonly Column s_depositRow = RebateColumns.All.After("r.deposit_id");

    // By the index of states, in the order in which the rebates were earned, so that no rebate in another state is read.
    internal static readonly string RebatesInStatus =
        $"SELECT {SqliteTables.Rebates.Columns}, {s_depositRow.Name} FROM {SqliteTables.RebateSources} WHERE r.status = :status AND r.deposit_id > :after ORDER BY r.deposit_id";

    private readonly SqliteConnection _connection = database.ConnectReader();
    private readonly Dictionary<string, Statement> _statements = new(SqlTextComparer.Instance);

    public Wallet? FindWallet(WalletId walletId, DateTimeOffset now) =>
        Prepared(s_walletById).Bind(Parameter.Now, now).Bind(Parameter.Wallet, walletId.Value).Single(SqliteRows.ReadWalletAsOf);

    // No wallet has text that is not well formed: encoded, the text would be taken for its replacement.
    public Wallet? FindWallet(string ownerId, string name, DateTimeOffset now) =>
        Text.IsWellFormed(ownerId) && Text.IsWellFormed(name)
            ? Prepared(s_walletByName).Bind(Parameter.Now, now).Bind(Parameter.Owner, ownerId).Bind(Parameter.Name, name).Single(SqliteRows.ReadWalletAsOf)
            : null;

    // No wallet has the empty name, which sorts before all other names.
    public Page<Wallet> ListWallets(string ownerId, string? after, int limit, DateTimeOffset now) =>
        Text.IsWellFormed(ownerId)
            ? Prepared(WalletsOfOwner)
                .Bind(Parameter.Now, now)
                .Bind(Parameter.Owner, ownerId)
                .Bind(Parameter.After, after ?? "")
                .Fill(new PageBuilder<Wallet>(limit, PageText.SizeOf), SqliteRows.ReadWalletAsOf)
            : Page.Empty<Wallet>();

    // No wallet has the empty id, which sorts before all other ids.
    public Page<Wallet> ListAllWallets(WalletId? after, int limit, DateTimeOffset now) =>
        Prepared(s_allWallets)
            .Bind(Parameter.Now, now)
            .Bind(Parameter.After, after?.Value ?? Guid.Empty)
            .Fill(new PageBuilder<Wallet>(limit, PageText.SizeOf), SqliteRows.ReadWalletAsOf);

    public WalletTransaction? FindTransaction(TransactionId id) =>
        Prepared(s_transaction)
            .Bind(Parameter.Wallet, id.WalletId.Value)
            .Bind(Parameter.Version, id.Version)
            .Single(SqliteRows.ReadTransaction);

    /// <summary>
    /// The newest transaction at or before a time, and the wallet's own time, which is null where there is no such wallet. Between two time corrections time never runs
    /// backwards within a wallet, so the transaction is found by halving.
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
        Prepared(s_listAhead)
            .Bind(Parameter.After, after?.Value ?? Guid.Empty)
            .Bind(Parameter.Limit, limit)
            .Bind(Parameter.Time, than)
            .All(static row => (new WalletId(row.Guid(s_aheadId)), row.Time(s_aheadTime)));

    public Page<WalletTransaction> ReadHistory(HistoryRange range)
    {
        // No record has text that is not well formed, as with names.
        if (range.Reference is not null && !Text.IsWellFormed(range.Reference))
        {
            return Page.Empty<WalletTransaction>();
        }

        var (lowest, highest) = range.Bounds;
        var query = Prepared(History(range)).Bind(Parameter.Wallet, range.WalletId.Value).Bind(Parameter.Lowest, lowest).Bind(Parameter.Highest, highest);
        if (range.Reference is { } text)
        {
            query.Bind(Parameter.Reference, text);
        }

        return query.Fill(new PageBuilder<WalletTransaction>(range.Limit, PageText.SizeOf), SqliteRows.ReadTransaction);
    }

    public Hold? FindHold(HoldId id, DateTimeOffset now) =>
        Prepared(s_hold)
            .Bind(Parameter.Wallet, id.WalletId.Value)
            .Bind(Parameter.Number, id.Number)
            .Single(row => SqliteRows.ReadHoldAsOf(row, now));

    public Page<Hold> ListOpenHolds(WalletId walletId, DateTimeOffset now, long after, int limit) =>
        Prepared(OpenHolds)
            .Bind(Parameter.Wallet, walletId.Value)
            .Bind(Parameter.Now, now)
            .Bind(Parameter.After, after)
            .Fill(new PageBuilder<Hold>(limit, PageText.SizeOf), SqliteRows.ReadHold);

    public List<WalletId> ListExpiringWallets(DateTimeOffset now, int limit) =>
        Prepared("SELECT w.public_id FROM walletkit_expiring_wallets e CROSS JOIN walletkit_wallets w ON w.id = e.wallet_id WHERE e.since <= :now ORDER BY e.since LIMIT :limit")
            .Bind(Parameter.Now, now)
            .Bind(Parameter.Limit, limit)
            .All(SqliteRows.ReadWalletId);

    public Page<WalletEvent> ReadEvents(WalletId walletId, long after, int limit) =>
        Prepared(EventsOfWallet)
            .Bind(Parameter.Wallet, walletId.Value)
            .Bind(Parameter.After, after)
            .Fill(new PageBuilder<WalletEvent>(limit, PageText.SizeOf), static row => SqliteRows.ReadEntry(row).Event!);

    public Rebate? FindRebate(TransactionId deposit) =>
        Prepared($"SELECT {SqliteTables.Rebates.Columns} FROM {SqliteTables.RebateSources} WHERE w.public_id = :wallet AND t.version = :version")
            .Bind(Parameter.Wallet, deposit.WalletId.Value)
            .Bind(Parameter.Version, deposit.Version)
            .Single(SqliteRows.ReadRebate);

    public Page<Rebate> ListRebates(RebateStatus status, TransactionId? after, int limit)
    {
        using var snapshot = new Snapshot(this);
        var from = after is { } deposit ? RowOf(deposit) : 0;
        var rows = Prepared(RebatesInStatus)
            .Bind(Parameter.Status, StoredNames.Of(status))
            .Bind(Parameter.After, from)
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
        Prepared("SELECT t.id FROM walletkit_journal t JOIN walletkit_wallets w ON w.id = t.wallet_id WHERE w.public_id = :wallet AND t.version = :version")
            .Bind(Parameter.Wallet, deposit.WalletId.Value)
            .Bind(Parameter.Version, deposit.Version)
            .SingleInt64() ?? throw new WalletStoreException(StoreFailure.Corrupt, $"transaction {deposit} has no row, though its rebate was just read.");

    public List<TimeCorrection> ListCorrections(WalletId walletId, long after, int limit) =>
        Prepared(Corrections)
            .Bind(Parameter.Wallet, walletId.Value)
            .Bind(Parameter.After, after)
            .Bind(Parameter.Limit, limit)
            .All(static row => new TimeCorrection(row.Int64(s_correctedVersion), row.Time(s_correctedTime)));

    public List<WalletId> ListErasures(int limit) =>
        Prepared("SELECT w.public_id FROM walletkit_erasures e CROSS JOIN walletkit_wallets w ON w.id = e.wallet_id ORDER BY e.wallet_id LIMIT :limit")
            .Bind(Parameter.Limit, limit)
            .All(SqliteRows.ReadWalletId);

    public long CountRebates(RebateStatus status) =>
        Prepared($"SELECT count(*) FROM walletkit_rebates WHERE status = '{StoredNames.Of(status)}'").SingleInt64()!.Value;

    public DateTimeOffset? FindOldestPendingRebate() =>
        Prepared(OldestPendingRebate)
            .All(static row => row.IsNull(Column.Only) ? (DateTimeOffset?)null : row.Time(Column.Only)) is [var time] ? time : null;

    public int CountRebatesDueAfter(DateTimeOffset time, int limit) =>
        (int)Prepared(DueAfter).Bind(Parameter.Time, time).Bind(Parameter.Limit, limit).SingleInt64()!.Value;

    public bool HasDueRebates(IReadOnlyCollection<string> policies, DateTimeOffset now) =>
        policies.Any(policy => Prepared(HasDue).Bind(Parameter.Policy, policy).Bind(Parameter.Now, now).SingleInt64() != 0);

    public List<string> ListPendingPolicies() => Prepared(PendingPolicies).All(static row => row.String(Column.Only));

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _totals?.Dispose();

        database.Close(_connection);
    }

    // The statement for a stretch of the history of a wallet, from its lowest to its highest version.
    internal static string History(HistoryRange range)
    {
        if (range.Types.IsEmpty && range is { Reference: null, ExceptBackdated: false })
        {
            return range.Order == HistoryOrder.NewestFirst ? s_newestFirst : s_oldestFirst;
        }

        var types = range.Types.IsEmpty ? "" : $" AND t.type IN ({StoredNames.NumbersOf(range.Types)})";
        var backdated = range.ExceptBackdated ? " AND t.effective_at IS NULL" : "";
        return range.Reference is null
            ? ByVersion(range.Order, types + backdated)
            : $"""
            SELECT {SqliteTables.Transactions.Columns} FROM {SqliteTables.ReferenceSources}
            WHERE w.public_id = :wallet AND x.reference = :reference AND x.version BETWEEN :lowest AND :highest AND x.version > w.erased_through AND t.amount IS NOT NULL{types}{backdated}
            ORDER BY x.version{Direction(range.Order)}
            """;
    }

    private static string ByVersion(HistoryOrder order, string conditions) =>
        $"""
        SELECT {SqliteTables.Transactions.Columns} FROM {SqliteTables.TransactionSources}
        WHERE w.public_id = :wallet AND t.version BETWEEN :lowest AND :highest AND t.amount IS NOT NULL{conditions} ORDER BY t.version{Direction(order)}
        """;

    private static string Direction(HistoryOrder order) => order == HistoryOrder.NewestFirst ? " DESC" : "";

    private Newest? FindNewest(WalletId walletId) =>
        Prepared(s_findNewest)
            .Bind(Parameter.Wallet, walletId.Value)
            .Single(static row => new Newest(row.Int64(s_newestRow), row.Int64(s_newestVersion), row.Int64(s_newestTime)));

    // Everything before a time correction counts as recorded at the correction, or earlier. After the last correction before the time, an entry is before the time up to some
    // version, and none is later.
    private long LastEntryBefore(Newest newest, long time)
    {
        var corrected = Prepared(LastCorrection).Bind(Parameter.WalletRow, newest.RowId).Bind(Parameter.Time, time).SingleInt64() ?? 0;
        var at = Prepared("SELECT recorded_at FROM walletkit_journal WHERE wallet_id = :walletRow AND version = :version");
        return Last(corrected, newest.Version, version => at.Bind(Parameter.WalletRow, newest.RowId).Bind(Parameter.Version, version).SingleInt64() < time);
    }

    /// <summary>The version of the newest transaction before a time; 0 where there is none. Entries of other kinds may stand between it and the time.</summary>
    private long LastTransactionBefore(Newest newest, long time)
    {
        var sequences = Prepared("SELECT sequence FROM walletkit_journal WHERE wallet_id = :walletRow AND version = :version");
        var count = SequenceAt(LastEntryBefore(newest, time));
        return count == 0 ? 0 : Last(0, newest.Version, version => SequenceAt(version) < count) + 1;

        long SequenceAt(long version) =>
            version == 0 ? 0 : sequences.Bind(Parameter.WalletRow, newest.RowId).Bind(Parameter.Version, version).SingleInt64() ?? 0;
    }

    /// <summary>The last number after another that a condition holds for; the other number where it holds for none. It holds for all numbers up to some place, and for none after it.</summary>
    private static long Last(long low, long most, Func<long, bool> holds)
    {
        while (low < most)
        {
            var middle = low + ((most - low + 1) / 2);
            (low, most) = holds(middle) ? (middle, most) : (low, middle - 1);
        }

        return low;
    }

    private static string Wallets(string which) => $"SELECT {SqliteTables.Wallets.Columns}, {SqliteRows.ExpiryColumns} FROM {SqliteTables.WalletSources} WHERE {which}";

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
