using Microsoft.Data.Sqlite;
using WalletKit.Rules;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// The write connection, one transaction at a time: its transactions, its memory of the tables between them, and the log of the file. Only the writer's thread uses it.
/// </summary>
internal sealed class WriteSession : TableSession
{
    // A stamp can itself begin the log anew, where all of it was copied to the file just before.
    private const int MaxStamps = 10;

    private readonly SqliteConnection _connection;
    private readonly SqliteDatabase _database;
    private readonly OldKeys _oldKeys;
    private readonly WriterTransaction _transaction;
    private readonly ParticipantRunner _participants;
    private readonly Statement _dataVersion;
    private readonly LogStamping _log;
    private readonly SchemaGuard _schema;
    private long _seenDataVersion = -1;
    private bool _knowsHead;

    public WriteSession(SqliteConnection connection, SqliteDatabase database)
        : base(connection, database)
    {
        _connection = connection;
        _database = database;
        _participants = new ParticipantRunner(connection, database.Participants);
        _transaction = new WriterTransaction(connection);
        _log = new LogStamping(connection, database.Files.Log);
        _schema = new SchemaGuard(connection, database);
        _oldKeys = new OldKeys(connection);
        _dataVersion = new Statement(connection, "PRAGMA data_version");
    }

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
        Wallets.Trim();
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
            Head.Read();
            _knowsHead = true;
        }
    }

    /// <summary>Executes a batch and has its participant write. Where the participant fails, nothing is left of either, and the batches before are as they were.</summary>
    /// <exception cref="ParticipantFailedException">The participant failed.</exception>
    public BatchResult ExecuteJoined(CommandBatch batch, ISqliteParticipant participant, DateTimeOffset now)
    {
        // The rows of the batches before are none that may be taken back.
        Flush();
        var head = Head.Mark;
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
            Head.Restore(head);
            Totals.Forget();
            Rebates.Forget();
            Array.ForEach(changed, Wallets.Forget);
            throw;
        }
    }

    /// <summary>Deletes a piece of the texts of an erased wallet. At its end nothing is left by which a copy of an old key could be tried, unless the wallet has keys.</summary>
    /// <returns>Whether texts may be left.</returns>
    public bool DeleteTexts(WalletId walletId, int limit)
    {
        if (Erasures.DeleteNext(walletId, limit))
        {
            return true;
        }

        if (Wallets.FindRowId(walletId) is { } rowId)
        {
            Wallets.ReplaceUnusedKeySecret(rowId);
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
            Wallets.ReplaceUnusedKeySecret(wallet);
        }

        return new KeyDeletion(wallets.Count, next);
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

    public override void Dispose()
    {
        base.Dispose();
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

    /// <returns>Whether there were entries of other connections.</returns>
    private bool ForgetOlder()
    {
        var others = Head.ReadOthers();
        if (others.IsLong)
        {
            Wallets.Forget();
        }

        foreach (var walletId in others.Wallets)
        {
            Wallets.Forget(walletId);
        }

        return others.IsLong || others.Wallets.Count > 0;
    }

    private void Forget()
    {
        _knowsHead = false;
        Wallets.Forget();
        Totals.Forget();
        Rebates.Forget();
    }
}
