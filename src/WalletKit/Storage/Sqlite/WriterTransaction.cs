using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace WalletKit.Storage.Sqlite;

/// <summary>The transactions of the write connection, one at a time. A joinable transaction is the driver's own, so that host code can use it.</summary>
internal sealed class WriterTransaction(SqliteConnection connection) : IDisposable
{
    // It writes nothing, and takes the write lock as BEGIN IMMEDIATE does. The driver's own BEGIN IMMEDIATE would sleep for the lock by its own rules.
    private readonly Statement _lock = new(connection, "DELETE FROM walletkit_journal_head WHERE 0");
    private readonly Statement _begin = new(connection, "BEGIN IMMEDIATE");
    private readonly Statement _commit = new(connection, "COMMIT");
    private readonly Statement _rollback = new(connection, "ROLLBACK");
    private SqliteTransaction? _joinable;

    /// <summary>The transaction for host code; null where the transaction is not joinable, or there is none.</summary>
    public SqliteTransaction? Joinable => _joinable;

    /// <summary>Whether the transaction cannot be committed any more, because an error or host code ended it.</summary>
    public bool IsOver => HasEnded || _joinable is { Connection: null };

    private bool HasEnded => connection.Handle is not { } handle || raw.sqlite3_get_autocommit(handle) != 0;

    /// <summary>Takes the write lock of the file, waiting for other processes as long as the busy timeout.</summary>
    public void Begin(bool isJoinable = false)
    {
        if (!isJoinable)
        {
            _begin.Execute();
            return;
        }

        _joinable = connection.BeginTransaction(deferred: true);
        try
        {
            _lock.Execute();
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    public void Commit()
    {
        if (_joinable is not { } transaction)
        {
            _commit.Execute();
            return;
        }

        transaction.Commit();
        transaction.Dispose();
        _joinable = null;
    }

    /// <summary>Ends the transaction, if there is one, with nothing written. After some errors SQLite has ended it by itself.</summary>
    public void RollBack()
    {
        if (_joinable is { } transaction)
        {
            _joinable = null;
            transaction.Dispose();
        }

        if (!HasEnded)
        {
            _rollback.Execute();
        }
    }

    public void Dispose()
    {
        _lock.Dispose();
        _begin.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
    }
}
