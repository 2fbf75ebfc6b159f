using Microsoft.Data.Sqlite;
using WalletKit.Rebates;
using WalletKit.Storage.Tables;

namespace WalletKit.Storage.Sqlite;

/// <summary>The tables <c>rebates</c> and <c>rebate_terms</c>, on the write connection.</summary>
internal sealed class RebateTable(SqliteConnection connection) : IDisposable
{
    // A host has a handful of terms in force over the years; more would be a policy that puts data of its own into them.
    private const int MaxRememberedTerms = 1_000;

    private readonly Dictionary<RebateTerms, long> _terms = [];
    private readonly Statement _find = new(
        connection,
        $"SELECT {SqliteRows.RebateColumns} FROM {SqliteRows.RebateTables} WHERE t.wallet_id = ?1 AND t.sequence = ?2");

    private readonly Statement _rowId = new(connection, "SELECT id FROM transactions WHERE wallet_id = ?1 AND sequence = ?2");
    private readonly Statement _findTerms = new(connection, "SELECT id FROM rebate_terms WHERE policy = ?1 AND terms = ?2");
    private readonly Statement _insertTerms = new(connection, "INSERT INTO rebate_terms (policy, terms) VALUES (?1, ?2)");
    private readonly Statement _insert = new(
        connection,
        """
        INSERT INTO rebates (deposit_id, terms_id, status, attempts, due_at, claim, reason, transaction_id, updated_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL, ?8)
        """);

    private readonly Statement _update = new(
        connection,
        """
        UPDATE rebates SET status = ?2, attempts = ?3, due_at = ?4, claim = ?5, reason = ?6, transaction_id = ?7, updated_at = ?8
        WHERE deposit_id = ?1
        """);

    private readonly Statement _due = new(
        connection,
        "SELECT deposit_id FROM rebates WHERE status = 'pending' AND due_at <= ?1 ORDER BY due_at, deposit_id LIMIT ?2");

    private readonly Statement _claim = new(connection, "UPDATE rebates SET claim = ?2, due_at = ?3 WHERE deposit_id = ?1");

    private readonly Statement _claimed = new(
        connection,
        $"""
        SELECT {SqliteRows.RebateColumns}, {SqliteRows.TransactionColumns}, w.owner_id
        FROM {SqliteRows.RebateTables} LEFT JOIN wallets c ON c.id = t.counterpart_wallet_id
        WHERE r.deposit_id = ?1
        """);

    private readonly Statement _release = new(
        connection,
        "UPDATE rebates SET claim = NULL, due_at = ?2 WHERE status = 'pending' AND claim = ?1");

    public Rebate? Find(long walletRowId, long sequence) => _find.Bind(1, walletRowId).Bind(2, sequence).Single(SqliteRows.ReadRebate);

    /// <summary>The row id of the deposit, which is its rebate's as well.</summary>
    public long RowId(long walletRowId, long sequence) => _rowId.Bind(1, walletRowId).Bind(2, sequence).SingleInt64()
        ?? throw new WalletStoreException(StoreFailure.Corrupt, $"transaction {sequence} of wallet row {walletRowId} has no row.");

    public void Insert(long depositRowId, Rebate rebate) =>
        _insert
            .Bind(1, depositRowId)
            .Bind(2, TermsId(rebate.Terms))
            .Bind(3, StoredNames.Of(rebate.Status))
            .Bind(4, rebate.Attempts)
            .Bind(5, SqliteTime.Of(rebate.DueAt))
            .Bind(6, rebate.Claim)
            .Bind(7, rebate.Reason)
            .Bind(8, SqliteTime.Of(rebate.UpdatedAt))
            .Execute();

    public void Update(long depositRowId, Rebate rebate, long? paidByRowId) =>
        _update
            .Bind(1, depositRowId)
            .Bind(2, StoredNames.Of(rebate.Status))
            .Bind(3, rebate.Attempts)
            .Bind(4, SqliteTime.Of(rebate.DueAt))
            .Bind(5, rebate.Claim)
            .Bind(6, rebate.Reason)
            .Bind(7, paidByRowId)
            .Bind(8, SqliteTime.Of(rebate.UpdatedAt))
            .Execute();

    public List<ClaimedRebate> Claim(Guid stamp, DateTimeOffset now, DateTimeOffset until, int limit)
    {
        _due.Bind(1, SqliteTime.Of(now)).Bind(2, limit);
        var rowIds = new List<long>();
        while (_due.Step())
        {
            rowIds.Add(_due.Int64(0));
        }

        // Only now, as a statement that reads an index must not run while another moves what stands in it.
        foreach (var rowId in rowIds)
        {
            _claim.Bind(1, rowId).Bind(2, stamp).Bind(3, SqliteTime.Of(until)).Execute();
        }

        return rowIds.ConvertAll(ReadClaimed);
    }

    public void Release(Guid stamp, DateTimeOffset now) => _release.Bind(1, stamp).Bind(2, SqliteTime.Of(now)).Execute();

    public void Forget() => _terms.Clear();

    public void Dispose()
    {
        _find.Dispose();
        _rowId.Dispose();
        _findTerms.Dispose();
        _insertTerms.Dispose();
        _insert.Dispose();
        _update.Dispose();
        _due.Dispose();
        _claim.Dispose();
        _claimed.Dispose();
        _release.Dispose();
    }

    private ClaimedRebate ReadClaimed(long rowId)
    {
        _claimed.Bind(1, rowId).Step();
        try
        {
            return new ClaimedRebate(
                SqliteRows.ReadRebate(_claimed),
                SqliteRows.ReadTransaction(_claimed, SqliteRows.RebateColumnCount),
                _claimed.String(SqliteRows.RebateColumnCount + SqliteRows.TransactionColumnCount));
        }
        finally
        {
            _claimed.Reset();
        }
    }

    private long TermsId(RebateTerms terms)
    {
        if (_terms.TryGetValue(terms, out var known))
        {
            return known;
        }

        if (_terms.Count == MaxRememberedTerms)
        {
            _terms.Clear();
        }

        var id = _findTerms.Bind(1, terms.Policy).Bind(2, terms.Text).SingleInt64();
        if (id is null)
        {
            _insertTerms.Bind(1, terms.Policy).Bind(2, terms.Text).Execute();
            id = SQLitePCL.raw.sqlite3_last_insert_rowid(connection.Handle!);
        }

        _terms[terms] = id.Value;
        return id.Value;
    }
}
