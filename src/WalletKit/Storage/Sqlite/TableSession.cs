using Microsoft.Data.Sqlite;
using WalletKit.Rules;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// The tables on one connection, within a transaction that is somebody else's to begin and to end: the reads of commands, their staged changes, and the way of the changes
/// into the tables. One thread at a time uses it.
/// </summary>
internal abstract class TableSession : RecordedStates, IDisposable
{
    private static readonly ColumnList s_newest = new();
    private static readonly Column s_earliest = s_newest.Add("min(recorded_at)");
    private static readonly Column s_latest = s_newest.Add("max(recorded_at)");

    private readonly SqliteConnection _connection;
    private readonly JournalTable _journal;
    private readonly ExpiringTable _expiring;
    private readonly KeyTable _keys;
    private readonly HoldTable _holds;

    protected TableSession(SqliteConnection connection, SqliteDatabase database)
    {
        _connection = connection;
        Wallets = new WalletTable(connection);
        _journal = new JournalTable(connection);
        Head = new JournalHead(connection, database.Path);
        Totals = new TotalsTable(connection, database.EntriesPerTotal);
        _expiring = new ExpiringTable(connection);
        _keys = new KeyTable(connection);
        Rebates = new RebateTable(connection);
        _holds = new HoldTable(connection);
        Erasures = new ErasureTable(connection);
        Staged = new StagedChanges(this);
    }

    /// <summary>The staged changes of the transaction, over the committed rows.</summary>
    public StagedChanges Staged { get; }

    /// <summary>The rebates, for claims, which work on the table itself; see <see cref="Flush"/>.</summary>
    public RebateTable Rebates { get; }

    protected WalletTable Wallets { get; }

    protected JournalHead Head { get; }

    protected TotalsTable Totals { get; }

    protected ErasureTable Erasures { get; }

    /// <summary>
    /// The earliest and the latest time of the newest entries; null where there are none. Some may be of wallets that are ahead of the clock, which is why more than
    /// one is looked at.
    /// </summary>
    public (DateTimeOffset? Earliest, DateTimeOffset? Latest) ReadNewestTimes()
    {
        using var newest = new Statement(_connection, $"SELECT {s_newest.Names} FROM (SELECT recorded_at FROM walletkit_journal ORDER BY id DESC LIMIT 100)");
        newest.Step();
        return newest.IsNull(s_earliest) ? (null, null) : (newest.Time(s_earliest), newest.Time(s_latest));
    }

    /// <summary>Writes the staged changes, so that a statement can find them in the tables.</summary>
    public void Flush()
    {
        foreach (ref readonly var changes in Staged.Log)
        {
            Write(changes);
        }

        Head.Write();
        Staged.Clear();
    }

    public override Wallet? FindWallet(WalletId walletId) => Wallets.Find(walletId);

    public override Wallet? FindWallet(string ownerId, string name) => Wallets.Find(ownerId, name);

    public override int CountOpenWallets(string ownerId, int limit) => Wallets.CountOpen(ownerId, limit);

    public override WalletSecrets? FindSecrets(WalletId walletId) => Wallets.FindSecrets(walletId);

    public override RecordedCommand? FindRecorded(WalletId walletId, KeyHash key) =>
        Wallets.FindRowId(walletId) is { } rowId ? _keys.Find(rowId, key.Kept)?.ToRecorded(this) : null;

    public override Rebate? FindRebate(TransactionId deposit) =>
        Wallets.FindRowId(deposit.WalletId) is { } rowId ? Rebates.Find(rowId, deposit.Version) : null;

    public override WalletTransaction? FindTransaction(TransactionId transaction) =>
        FindEntry(transaction.WalletId, transaction.Version)?.Transaction;

    public override long? FindReversal(TransactionId transaction) =>
        Wallets.FindRowId(transaction.WalletId) is { } rowId ? _journal.FindReversal(rowId, transaction.Version) : null;

    public override Hold? FindHold(HoldId hold) =>
        Wallets.FindRowId(hold.WalletId) is { } rowId ? _holds.Find(rowId, hold.Number) : null;

    public override long SumExpired(WalletId walletId, DateTimeOffset now, EndedThrough? ended) =>
        Wallets.FindRowId(walletId) is { } rowId ? _holds.Sum(rowId, now, ended) : 0;

    public override IReadOnlyList<Hold> FindExpiring(WalletId walletId, DateTimeOffset after, int limit) =>
        Wallets.FindRowId(walletId) is { } rowId ? _holds.FindExpiring(rowId, after, limit) : [];

    public override WalletEvent? FindEvent(WalletId walletId, long version) => FindEntry(walletId, version)?.Event;

    public override IReadOnlyList<Hold> FindEnded(WalletId walletId, EndedThrough ended, int limit) =>
        Wallets.FindRowId(walletId) is { } rowId ? _holds.FindEnded(rowId, ended, limit) : [];

    public virtual void Dispose()
    {
        Wallets.Dispose();
        _journal.Dispose();
        Head.Dispose();
        Totals.Dispose();
        _expiring.Dispose();
        _keys.Dispose();
        Rebates.Dispose();
        _holds.Dispose();
        Erasures.Dispose();
    }

    private void Write(in Changes changes)
    {
        if (changes.Opened is { } opened)
        {
            Wallets.Insert(opened, changes.Secrets!);
        }

        // Before the entries, which may name it.
        if (changes.Placed is { } placed)
        {
            _holds.Insert(WalletRow(placed.Id.WalletId), placed);
        }

        foreach (var hold in changes.Holds)
        {
            _holds.Update(WalletRow(hold.Id.WalletId), hold);
        }

        var first = (long?)null;
        foreach (var entry in changes.Entries)
        {
            var row = Append(entry, changes.Secrets);
            first ??= row;
        }

        if (changes.Earned is { } earned)
        {
            Rebates.Insert(first!.Value, earned);
        }

        if (changes.Rebate is { } rebate)
        {
            var walletRow = WalletRow(rebate.Deposit.WalletId);
            var paidBy = rebate.PaidVersion is { } paid ? Rebates.RowId(walletRow, paid) : (long?)null;
            Rebates.Update(Rebates.RowId(walletRow, rebate.Deposit.Version), rebate, paidBy);
        }

        if (changes.Recorded is { } recorded)
        {
            var isOneTransaction = KeptKey.OnlyTransaction(recorded) is not null && changes.Entries.Count == 1;
            _keys.Insert(WalletRow(recorded.WalletId), recorded, isOneTransaction ? first : null);
        }
    }

    private long Append(JournalEntry entry, WalletSecrets? secrets)
    {
        var walletRow = WalletRow(entry.WalletId);
        var counterpart = entry.Transaction?.Links.Counterpart is { } other ? WalletRow(other.WalletId) : (long?)null;
        var row = _journal.Insert(walletRow, entry, counterpart);
        Head.Add(row);
        Totals.Add(row, entry);
        var before = Wallets.Remember(entry.Wallet);
        _expiring.Change(walletRow, before.Holds, entry.Wallet.Holds);
        if (entry.Type == EntryType.Closed)
        {
            Wallets.Close(walletRow);
        }
        else if (entry.Type == EntryType.Erased)
        {
            Wallets.Erase(walletRow, entry.Wallet, secrets!);
            Erasures.Begin(walletRow, before.ErasedThrough);
        }

        return row;
    }

    private JournalEntry? FindEntry(WalletId walletId, long version) => Wallets.FindRowId(walletId) is { } rowId ? _journal.Find(rowId, version) : null;

    protected long WalletRow(WalletId walletId) =>
        Wallets.FindRowId(walletId) ?? throw new WalletStoreException(StoreFailure.Corrupt, $"wallet {walletId} has no row.");
}
