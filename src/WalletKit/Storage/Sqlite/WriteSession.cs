using Microsoft.Data.Sqlite;
using WalletKit.Rules;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// The write connection, one transaction at a time: the reads of commands, their staged changes, and the way of the changes into the tables.
/// Only the writer's thread uses it.
/// </summary>
internal sealed class WriteSession : RecordedStates, IDisposable
{
    // A stamp can itself begin the log anew, where all of it was copied to the file just before.
    private const int MaxStamps = 10;

    private static readonly ColumnList s_newest = new();
    private static readonly Column s_earliest = s_newest.Add("min(recorded_at)");
    private static readonly Column s_latest = s_newest.Add("max(recorded_at)");

    private readonly SqliteConnection _connection;
    private readonly SqliteDatabase _database;
    private readonly WalletTable _wallets;
    private readonly JournalTable _journal;
    private readonly JournalHead _head;
    private readonly TotalsTable _totals;
    private readonly ExpiringTable _expiring;
    private readonly KeyTable _keys;
    private readonly RebateTable _rebates;
    private readonly HoldTable _holds;
    private readonly ErasureTable _erasures;
    private readonly OldKeys _oldKeys;
    private readonly WriterTransaction _transaction;
    private readonly ParticipantRunner _participants;
    private readonly Statement _dataVersion;
    private readonly LogStamping _log;
    private readonly SchemaGuard _schema;
    private long _seenDataVersion = -1;
    private bool _knowsHead;

    public WriteSession(SqliteConnection connection, SqliteDatabase database)
    {
        _connection = connection;
        _database = database;
        _participants = new ParticipantRunner(connection, database.Participants);
        _transaction = new WriterTransaction(connection);
        _log = new LogStamping(connection, database.Files.Log);
        _schema = new SchemaGuard(connection, database);
        _wallets = new WalletTable(connection);
        _journal = new JournalTable(connection);
        _head = new JournalHead(connection, database.Path);
        _totals = new TotalsTable(connection, database.EntriesPerTotal);
        _expiring = new ExpiringTable(connection);
        _keys = new KeyTable(connection);
        _rebates = new RebateTable(connection);
        _holds = new HoldTable(connection);
        _erasures = new ErasureTable(connection);
        _oldKeys = new OldKeys(connection);
        _dataVersion = new Statement(connection, "PRAGMA data_version");
        Staged = new StagedChanges(this);
    }

    /// <summary>The staged changes of the transaction, over the committed rows.</summary>
    public StagedChanges Staged { get; }

    /// <summary>The rebates, for claims, which work on the table itself; see <see cref="Flush"/>.</summary>
    public RebateTable Rebates => _rebates;

    /// <summary>Whether another connection appended to the journal between this transaction and the one before it.</summary>
    public bool OthersWrote { get; private set; }

    /// <summary>Whether host code can take part in the transaction.</summary>
    public bool IsJoinable => _transaction.Joinable is not null;

    /// <summary>Whether something of a participant's still reads, though its transaction has ended, and keeps the connection at an old state of the file.</summary>
    public bool IsHeldBack => _participants.IsReading;

    /// <summary>Takes the write lock of the file, waiting for other processes as long as the busy timeout.</summary>
    /// <param name="isJoinable">Whether host code must be able to take part in the transaction.</param>
    public void Begin(bool isJoinable = false)
    {
        OthersWrote = false;
        _transaction.Begin(isJoinable);
        _wallets.Trim();
        _dataVersion.Step();
        var dataVersion = _dataVersion.Int64(Column.Only);
        _dataVersion.Reset();

        // The number moves when another connection has written. Then the wallets whose journals went on are not remembered rightly, and a newer release may
        // have changed the tables themselves.
        if (dataVersion != _seenDataVersion)
        {
            _schema.Check();
            OthersWrote = _knowsHead && ForgetOlder();
            _log.Stamp();
            _seenDataVersion = dataVersion;
        }
        else if (!_log.IsSure)
        {
            _log.Stamp();
        }

        if (!_knowsHead)
        {
            _head.Read();
            _knowsHead = true;
        }
    }

    /// <summary>Writes the staged changes, so that a statement can find them in the tables.</summary>
    public void Flush()
    {
        foreach (ref readonly var changes in Staged.Log)
        {
            Write(changes);
        }

        _head.Write();
        Staged.Clear();
    }

    /// <summary>Executes a batch and has its participant write. Where the participant fails, nothing is left of either, and the batches before are as they were.</summary>
    /// <exception cref="ParticipantFailedException">The participant failed.</exception>
    public BatchResult ExecuteJoined(CommandBatch batch, ISqliteParticipant participant, DateTimeOffset now)
    {
        // The rows of the batches before are none that may be taken back.
        Flush();
        var head = _head.Mark;
        _participants.Begin();
        var result = BatchExecution.Execute(batch, Staged, now);
        if (!ParticipantRuns.IsNeeded(result))
        {
            _participants.Keep();
            return result;
        }

        WalletId[] changed = [.. Staged.Wallets.Select(static wallet => wallet.Id)];
        Flush();
        try
        {
            _participants.Run(participant, _transaction, result.Results);
            return result;
        }
        catch (ParticipantFailedException exception) when (!exception.IsTransactionLost)
        {
            _participants.TakeBack();
            _head.Restore(head);
            _totals.Forget();
            _rebates.Forget();
            Array.ForEach(changed, _wallets.Forget);
            throw;
        }
    }

    /// <summary>Deletes a piece of the texts of an erased wallet. At its end nothing is left by which a copy of an old key could be tried, unless the wallet has keys.</summary>
    /// <returns>Whether texts may be left.</returns>
    public bool DeleteTexts(WalletId walletId, int limit)
    {
        if (_erasures.DeleteNext(walletId, limit))
        {
            return true;
        }

        if (_wallets.FindRowId(walletId) is { } rowId)
        {
            _wallets.ReplaceUnusedKeySecret(rowId);
        }

        return false;
    }

    /// <summary>Deletes the keys of a piece that were recorded at or before a time.</summary>
    public KeyDeletion DeleteKeys(DateTimeOffset time, KeyPlace? after, int limit)
    {
        var rowId = after is { } place ? WalletRow(place.WalletId) : 0;
        var (wallets, next) = _oldKeys.DeleteNext(time, rowId, after?.Key ?? default, limit);
        foreach (var wallet in wallets.Distinct())
        {
            _wallets.ReplaceUnusedKeySecret(wallet);
        }

        return new KeyDeletion(wallets.Count, next);
    }

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

    /// <summary>Commits the transaction to the file that was opened.</summary>
    public void Commit()
    {
        _database.Watch.Check();
        _transaction.Commit();
    }

    /// <summary>After a commit: has the database name the log in use, in a commit of its own where the log began anew.</summary>
    public void StampLog()
    {
        for (var stamps = 0; _log.IsBehind() && stamps < MaxStamps; stamps++)
        {
            _transaction.Begin();
            _log.Stamp();
            _transaction.Commit();
        }
    }

    /// <summary>Writes all that is committed into a new file.</summary>
    public void CopyTo(string path, CancellationToken cancellationToken) => SqliteCopy.Write(_connection, path, _database.IsShared, cancellationToken);

    /// <summary>Between two transactions: shortens the write-ahead log.</summary>
    public void Shorten(SqliteLog log) => log.Shorten(_connection);

    /// <summary>Ends the transaction, if there is one, with nothing written.</summary>
    public void RollBack()
    {
        Staged.Clear();
        Forget();
        _log.RollBack();
        _transaction.RollBack();
    }

    public override Wallet? FindWallet(WalletId walletId) => _wallets.Find(walletId);

    public override Wallet? FindWallet(string ownerId, string name) => _wallets.Find(ownerId, name);

    public override int CountOpenWallets(string ownerId, int limit) => _wallets.CountOpen(ownerId, limit);

    public override WalletSecrets? FindSecrets(WalletId walletId) => _wallets.FindSecrets(walletId);

    public override RecordedCommand? FindRecorded(WalletId walletId, KeyHash key) =>
        _wallets.FindRowId(walletId) is { } rowId ? _keys.Find(rowId, key.Kept)?.ToRecorded(this) : null;

    public override Rebate? FindRebate(TransactionId deposit) =>
        _wallets.FindRowId(deposit.WalletId) is { } rowId ? _rebates.Find(rowId, deposit.Version) : null;

    public override WalletTransaction? FindTransaction(TransactionId transaction) =>
        FindEntry(transaction.WalletId, transaction.Version)?.Transaction;

    public override long? FindReversal(TransactionId transaction) =>
        _wallets.FindRowId(transaction.WalletId) is { } rowId ? _journal.FindReversal(rowId, transaction.Version) : null;

    public override Hold? FindHold(HoldId hold) =>
        _wallets.FindRowId(hold.WalletId) is { } rowId ? _holds.Find(rowId, hold.Number) : null;

    public override long SumExpired(WalletId walletId, DateTimeOffset now, EndedThrough? ended) =>
        _wallets.FindRowId(walletId) is { } rowId ? _holds.Sum(rowId, now, ended) : 0;

    public override IReadOnlyList<Hold> FindExpiring(WalletId walletId, DateTimeOffset after, int limit) =>
        _wallets.FindRowId(walletId) is { } rowId ? _holds.FindExpiring(rowId, after, limit) : [];

    public override WalletEvent? FindEvent(WalletId walletId, long version) => FindEntry(walletId, version)?.Event;

    public override IReadOnlyList<Hold> FindEnded(WalletId walletId, EndedThrough ended, int limit) =>
        _wallets.FindRowId(walletId) is { } rowId ? _holds.FindEnded(rowId, ended, limit) : [];

    public void Dispose()
    {
        _wallets.Dispose();
        _journal.Dispose();
        _head.Dispose();
        _totals.Dispose();
        _expiring.Dispose();
        _keys.Dispose();
        _rebates.Dispose();
        _holds.Dispose();
        _erasures.Dispose();
        _oldKeys.Dispose();
        _schema.Dispose();
        _participants.Dispose();
        _transaction.Dispose();
        _dataVersion.Dispose();

        // Before the connection: Windows removes no file that is open.
        _log.Dispose();
        _database.Watch.LetGo();
        _database.Close(_connection);
    }

    private void Write(in Changes changes)
    {
        if (changes.Opened is { } opened)
        {
            _wallets.Insert(opened, changes.Secrets!);
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
            _rebates.Insert(first!.Value, earned);
        }

        if (changes.Rebate is { } rebate)
        {
            var walletRow = WalletRow(rebate.Deposit.WalletId);
            var paidBy = rebate.PaidVersion is { } paid ? _rebates.RowId(walletRow, paid) : (long?)null;
            _rebates.Update(_rebates.RowId(walletRow, rebate.Deposit.Version), rebate, paidBy);
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
        _head.Add(row);
        _totals.Add(row, entry);
        var before = _wallets.Remember(entry.Wallet);
        _expiring.Change(walletRow, before.Holds, entry.Wallet.Holds);
        if (entry.Type == EntryType.Closed)
        {
            _wallets.Close(walletRow);
        }
        else if (entry.Type == EntryType.Erased)
        {
            _wallets.Erase(walletRow, entry.Wallet, secrets!);
            _erasures.Begin(walletRow, before.ErasedThrough);
        }

        return row;
    }

    private JournalEntry? FindEntry(WalletId walletId, long version) => _wallets.FindRowId(walletId) is { } rowId ? _journal.Find(rowId, version) : null;

    private long WalletRow(WalletId walletId) =>
        _wallets.FindRowId(walletId) ?? throw new WalletStoreException(StoreFailure.Corrupt, $"wallet {walletId} has no row.");

    /// <returns>Whether there were entries of other connections.</returns>
    private bool ForgetOlder()
    {
        var others = _head.ReadOthers();
        if (others.IsLong)
        {
            _wallets.Forget();
        }

        foreach (var walletId in others.Wallets)
        {
            _wallets.Forget(walletId);
        }

        return others.IsLong || others.Wallets.Count > 0;
    }

    private void Forget()
    {
        _knowsHead = false;
        _wallets.Forget();
        _totals.Forget();
        _rebates.Forget();
    }
}
