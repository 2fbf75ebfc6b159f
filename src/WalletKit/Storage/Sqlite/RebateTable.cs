using Microsoft.Data.Sqlite;
using WalletKit.Rules;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.Storage.Sqlite;

/// <summary>The tables <c>rebates</c>, <c>rebate_terms</c> and <c>rebate_policies</c>, on the write connection.</summary>
internal sealed class RebateTable(SqliteConnection connection) : IDisposable
{
    private static readonly ColumnList s_dueColumns = new();
    private static readonly Column s_dueAt = s_dueColumns.Add("due_at");
    private static readonly Column s_depositRow = s_dueColumns.Add("deposit_id");

    /// <summary>The rebates that are due under one policy, from the index, in its order.</summary>
    internal static readonly string Due =
        $"""
        SELECT {s_dueColumns.Names} FROM walletkit_rebates
        WHERE status = 'pending' AND policy_id = (SELECT id FROM walletkit_rebate_policies WHERE name = :policy) AND due_at <= :now ORDER BY due_at, deposit_id LIMIT :limit
        """;

    // A host has a handful of terms in force over the years; more would be a policy that puts data of its own into them.
    private const int MaxRememberedTerms = 1_000;

    // The rest of a rebate that was just earned is what the table has by default: it is pending, and nothing was tried.
    private static readonly Column[] s_earned = [RebateColumns.Deposit, RebateColumns.Policy, RebateColumns.Terms, RebateColumns.DueAt, RebateColumns.UpdatedAt];

    private static readonly Column[] s_changing =
    [
        RebateColumns.Status, RebateColumns.Attempts, RebateColumns.DueAt, RebateColumns.Claim, RebateColumns.Reason, RebateColumns.PaidVersion,
        RebateColumns.UpdatedAt,
    ];

    private readonly Dictionary<RebateTerms, (long PolicyId, long TermsId)> _terms = [];
    private readonly Statement _find = new(
        connection,
        $"SELECT {SqliteTables.Rebates.Columns} FROM {SqliteTables.RebateSources} WHERE t.wallet_id = :walletRow AND t.version = :version");

    private readonly Statement _rowId = new(connection, "SELECT id FROM walletkit_journal WHERE wallet_id = :walletRow AND version = :version");
    private readonly Statement _findPolicy = new(connection, "SELECT id FROM walletkit_rebate_policies WHERE name = :policy");
    private readonly Statement _insertPolicy = new(connection, "INSERT INTO walletkit_rebate_policies (name) VALUES (:policy)");
    private readonly Statement _findTerms = new(connection, "SELECT id FROM walletkit_rebate_terms WHERE policy_id = :policyRow AND terms = :terms");
    private readonly Statement _insertTerms = new(connection, "INSERT INTO walletkit_rebate_terms (policy_id, terms) VALUES (:policyRow, :terms)");
    private readonly Statement _insert = new(connection, SqliteTables.Insert(SqliteTables.Rebates, s_earned));

    private readonly Statement _update = new(
        connection,
        $"""
        UPDATE walletkit_rebates SET {SqliteTables.Set(SqliteTables.Rebates, s_changing)}
        WHERE deposit_id = {SqliteTables.Parameter(RebateColumns.Deposit)}
        """);

    private readonly Statement _due = new(connection, Due);

    private readonly Statement _claim = new(connection, "UPDATE walletkit_rebates SET claim = :claim, due_at = :time WHERE deposit_id = :depositRow");

    private readonly Statement _claimed = new(
        connection,
        $"""
        SELECT {SqliteTables.Rebates.Columns}, {SqliteTables.Transactions.Columns}, w.owner_id, w.name
        FROM {SqliteTables.RebateSources} LEFT JOIN walletkit_wallets c ON c.id = t.counterpart_wallet_id {SqliteTables.TextsOf("t")}
        WHERE r.deposit_id = :depositRow
        """);

    private readonly Statement _release = new(
        connection,
        "UPDATE walletkit_rebates SET claim = NULL, due_at = :now WHERE status = 'pending' AND claim = :claim");

    public Rebate? Find(long walletRowId, long version) =>
        _find.Bind(Parameter.WalletRow, walletRowId).Bind(Parameter.Version, version).Single(SqliteRows.ReadRebate);

    /// <summary>The row id of the deposit, which is its rebate's as well.</summary>
    public long RowId(long walletRowId, long version) =>
        _rowId.Bind(Parameter.WalletRow, walletRowId).Bind(Parameter.Version, version).SingleInt64()
        ?? throw new WalletStoreException(StoreFailure.Corrupt, $"transaction {version} of wallet row {walletRowId} has no row.");

    public void Insert(long depositRowId, Rebate rebate)
    {
        var (policyId, termsId) = IdsOf(rebate.Terms);
        _insert
            .Bind(RebateColumns.Deposit, depositRowId)
            .Bind(RebateColumns.Policy, policyId)
            .Bind(RebateColumns.Terms, termsId)
            .Bind(RebateColumns.DueAt, rebate.DueAt)
            .Bind(RebateColumns.UpdatedAt, rebate.UpdatedAt)
            .Execute();
    }

    public void Update(long depositRowId, Rebate rebate, long? paidByRowId) =>
        _update
            .Bind(RebateColumns.Deposit, depositRowId)
            .Bind(RebateColumns.Status, StoredNames.Of(rebate.Status))
            .Bind(RebateColumns.Attempts, rebate.Attempts)
            .Bind(RebateColumns.DueAt, rebate.DueAt)
            .Bind(RebateColumns.Claim, rebate.Claim)
            .Bind(RebateColumns.Reason, rebate.Reason)
            .Bind(RebateColumns.PaidVersion, paidByRowId)
            .Bind(RebateColumns.UpdatedAt, rebate.UpdatedAt)
            .Execute();

    public List<ClaimedRebate> Claim(Guid stamp, IReadOnlyCollection<string> policies, DateTimeOffset now, DateTimeOffset until, int limit)
    {
        var due = new List<(long DueAt, long RowId)>();
        foreach (var policy in policies)
        {
            _due.Bind(Parameter.Policy, policy).Bind(Parameter.Now, now).Bind(Parameter.Limit, limit);
            while (_due.Step())
            {
                due.Add((_due.Int64(s_dueAt), _due.Int64(s_depositRow)));
            }
        }

        due.Sort();
        var rowIds = due.Take(limit).Select(static row => row.RowId).ToList();

        // The updates come after the reads, because a statement that reads an index must not run while another statement moves its entries.
        foreach (var rowId in rowIds)
        {
            _claim.Bind(Parameter.DepositRow, rowId).Bind(Parameter.Claim, stamp).Bind(Parameter.Time, until).Execute();
        }

        return rowIds.ConvertAll(ReadClaimed);
    }

    public void Release(Guid stamp, DateTimeOffset now) => _release.Bind(Parameter.Claim, stamp).Bind(Parameter.Now, now).Execute();

    public void Forget() => _terms.Clear();

    public void Dispose()
    {
        _find.Dispose();
        _rowId.Dispose();
        _findPolicy.Dispose();
        _insertPolicy.Dispose();
        _findTerms.Dispose();
        _insertTerms.Dispose();
        _insert.Dispose();
        _update.Dispose();
        _due.Dispose();
        _claim.Dispose();
        _claimed.Dispose();
        _release.Dispose();
    }

    private ClaimedRebate ReadClaimed(long rowId) => _claimed.Bind(Parameter.DepositRow, rowId).Single(SqliteRows.ReadClaimed)
        ?? throw new WalletStoreException(StoreFailure.Corrupt, $"the rebate of row {rowId} has no deposit, terms or wallet.");

    private (long PolicyId, long TermsId) IdsOf(RebateTerms terms)
    {
        if (_terms.TryGetValue(terms, out var known))
        {
            return known;
        }

        if (_terms.Count == MaxRememberedTerms)
        {
            _terms.Clear();
        }

        var policyId = _findPolicy.Bind(Parameter.Policy, terms.Policy).SingleInt64() ?? Inserted(_insertPolicy.Bind(Parameter.Policy, terms.Policy));
        var termsId = _findTerms.Bind(Parameter.PolicyRow, policyId).Bind(Parameter.Terms, terms.Text).SingleInt64()
            ?? Inserted(_insertTerms.Bind(Parameter.PolicyRow, policyId).Bind(Parameter.Terms, terms.Text));
        return _terms[terms] = (policyId, termsId);
    }

    private long Inserted(Statement insert)
    {
        insert.Execute();
        return SQLitePCL.raw.sqlite3_last_insert_rowid(connection.Handle!);
    }
}
