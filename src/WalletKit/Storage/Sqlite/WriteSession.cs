using Microsoft.Data.Sqlite;
using SQLitePCL;
using WalletKit.Rebates;
using WalletKit.Rules;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// The write connection, one transaction at a time: what commands read, what they staged, and its way into the tables.
/// Used by the writer's thread alone.
/// </summary>
internal sealed class WriteSession : IStateSource, IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly WalletTable _wallets;
    private readonly TransactionTable _transactions;
    private readonly KeyTable _keys;
    private readonly RebateTable _rebates;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _dataVersion;
    private long _seenDataVersion = -1;

    public WriteSession(SqliteConnection connection, string path)
    {
        _connection = connection;
        _path = path;
        _wallets = new WalletTable(connection);
        _transactions = new TransactionTable(connection);
        _keys = new KeyTable(connection);
        _rebates = new RebateTable(connection);
        _begin = new Statement(connection, "BEGIN IMMEDIATE");
        _commit = new Statement(connection, "COMMIT");
        _rollback = new Statement(connection, "ROLLBACK");
        _dataVersion = new Statement(connection, "PRAGMA data_version");
        Staged = new StagedChanges(this);
    }

    /// <summary>What the transaction will write, over what is committed.</summary>
    public StagedChanges Staged { get; }

    /// <summary>The rebates, for claims, which work on the table itself; see <see cref="Flush"/>.</summary>
    public RebateTable Rebates => _rebates;

    /// <summary>Whether another connection wrote between this transaction and the one before it.</summary>
    public bool OthersWrote { get; private set; }

    /// <summary>Takes the write lock of the file, waiting for other processes as long as the busy timeout.</summary>
    public void Begin()
    {
        OthersWrote = false;
        _begin.Execute();
        _wallets.Trim();
        _dataVersion.Step();
        var dataVersion = _dataVersion.Int64(0);
        _dataVersion.Reset();

        // The number moves when another connection has written: then what is remembered of the tables may be old, and a newer
        // release may have changed the tables themselves.
        if (dataVersion != _seenDataVersion)
        {
            OthersWrote = _seenDataVersion >= 0;
            Forget();
            CheckSchema();
            _seenDataVersion = dataVersion;
        }
    }

    /// <summary>Writes what is staged, so that a statement can find it in the tables.</summary>
    public void Flush()
    {
        foreach (var changes in Staged.Log)
        {
            Write(changes);
        }

        foreach (var wallet in Staged.Wallets)
        {
            _wallets.Update(wallet);
        }

        Staged.Clear();
    }

    public void Commit() => _commit.Execute();

    /// <summary>Ends the transaction, if there is one, with nothing written.</summary>
    public void RollBack()
    {
        Staged.Clear();
        Forget();

        // After some errors SQLite has rolled back by itself.
        if (raw.sqlite3_get_autocommit(_connection.Handle!) == 0)
        {
            _rollback.Execute();
        }
    }

    public Wallet? FindWallet(WalletId walletId) => _wallets.Find(walletId);

    public Wallet? FindWallet(string ownerId, string name) => _wallets.Find(ownerId, name);

    public RecordedCommand? FindRecorded(WalletId walletId, string key) =>
        _wallets.FindRowId(walletId) is { } rowId ? _keys.Find(rowId, key) : null;

    public Rebate? FindRebate(TransactionId deposit) =>
        _wallets.FindRowId(deposit.WalletId) is { } rowId ? _rebates.Find(rowId, deposit.Sequence) : null;

    public void Dispose()
    {
        _wallets.Dispose();
        _transactions.Dispose();
        _keys.Dispose();
        _rebates.Dispose();
        _begin.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
        _dataVersion.Dispose();
        _connection.Dispose();
    }

    private void Write(Changes changes)
    {
        if (changes.Opened is { } opened)
        {
            _wallets.Insert(opened);
        }

        var rebateRow = changes.Rebate is { } changed ? _rebates.RowId(WalletRow(changed.Deposit.WalletId), changed.Deposit.Sequence) : (long?)null;
        var first = (long?)null;
        foreach (var transaction in changes.Transactions)
        {
            var row = _transactions.Insert(WalletRow(transaction.WalletId), transaction, transaction.RebateOf is null ? null : rebateRow);
            first ??= row;
        }

        if (changes.Earned is { } earned)
        {
            _rebates.Insert(first!.Value, earned);
        }

        if (changes.Rebate is { } rebate)
        {
            _rebates.Update(rebateRow!.Value, rebate, rebate.PaidSequence is null ? null : first);
        }

        if (changes.Recorded is { } recorded)
        {
            _keys.Insert(WalletRow(recorded.Transaction.WalletId), recorded, first!.Value);
        }
    }

    private long WalletRow(WalletId walletId) =>
        _wallets.FindRowId(walletId) ?? throw new WalletStoreException(StoreFailure.Corrupt, $"wallet {walletId} has no row.");

    private void CheckSchema()
    {
        if (SqliteSchema.Current.InspectInTransaction(_connection, _path) != SqliteSchema.Current.Version)
        {
            throw new WalletStoreException(StoreFailure.Corrupt, $"the tables of the database '{_path}' are gone.");
        }
    }

    private void Forget()
    {
        _wallets.Forget();
        _rebates.Forget();
    }
}
