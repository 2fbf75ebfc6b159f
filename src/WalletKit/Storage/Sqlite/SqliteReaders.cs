using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace WalletKit.Storage.Sqlite;

/// <summary>Read connections beside the writer: each read sees one snapshot, and waits for no write.</summary>
internal sealed class SqliteReaders(SqliteDatabase database, int maxReaders) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(maxReaders);
    private readonly ConcurrentBag<ReadSession> _idle = [];
    private volatile bool _closed;

    public async ValueTask<TResult> ReadAsync<TArgument, TResult>(Func<ReadSession, TArgument, TResult> read, TArgument argument, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Read(read, argument);
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.ToStoreException(exception, database.Path);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Closes the idle connections now, and each other connection when it comes back.</summary>
    public void Dispose()
    {
        _closed = true;
        CloseIdle();
    }

    private TResult Read<TArgument, TResult>(Func<ReadSession, TArgument, TResult> read, TArgument argument)
    {
        if (_closed)
        {
            throw new WalletStoreException(StoreFailure.Closed, $"the database '{database.Path}' is closed.");
        }

        // A connection to files that were replaced is not even asked: the memory that it maps from them may be gone.
        if (database.Watch.Stopped is { } stopped)
        {
            throw stopped;
        }

        if (!_idle.TryTake(out var session))
        {
            session = new ReadSession(database);
        }

        try
        {
            var result = read(session, argument);
            database.Watch.Check();
            _idle.Add(session);
            session = null;
            return result;
        }
        finally
        {
            // After an error the connection is not trusted again.
            session?.Dispose();
            if (_closed)
            {
                CloseIdle();
            }
        }
    }

    private void CloseIdle()
    {
        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }
    }
}
