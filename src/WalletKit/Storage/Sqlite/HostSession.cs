using Microsoft.Data.Sqlite;
using SQLitePCL;
using WalletKit.Stores;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// A call in a transaction of the host, on the host's connection. It remembers nothing from call to call, because the host may have taken back what an earlier call wrote.
/// When it is disposed of, nothing of it is left on the connection.
/// </summary>
internal sealed class HostSession(SqliteConnection connection, SqliteDatabase database) : TableSession(connection, database)
{
    private const string Savepoint = "walletkit_call";

    private readonly SqliteConnection _connection = connection;
    private readonly FileWatch _watch = database.Watch;

    /// <summary>Executes a batch, and writes its changes. Where it fails, the transaction is as it was, unless SQLite has ended it.</summary>
    public BatchResult Execute(CommandBatch batch, ClockGuard clock)
    {
        // The transaction holds the write lock, so the time is not earlier than the time of any commit before it.
        var now = clock.GetUtcNow();
        if (!clock.HasCompared)
        {
            var (earliest, latest) = ReadNewestTimes();
            clock.Compare(now, earliest, latest);
        }

        Head.Read();
        SqliteDatabase.Run(_connection, $"SAVEPOINT {Savepoint}");
        try
        {
            var result = BatchExecution.Execute(batch, Staged, now);
            Flush();
            _watch.Check();
            SqliteDatabase.Run(_connection, $"RELEASE {Savepoint}");
            return result;
        }
        catch
        {
            TakeBack();
            throw;
        }
    }

    private void TakeBack()
    {
        if (raw.sqlite3_get_autocommit(_connection.Handle!) == 0)
        {
            SqliteDatabase.Run(_connection, $"ROLLBACK TO {Savepoint}; RELEASE {Savepoint}");
        }
    }
}
