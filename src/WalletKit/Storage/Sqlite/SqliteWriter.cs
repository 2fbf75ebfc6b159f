using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// The one writer of a file in this process: a thread of its own, because SQLite blocks, that commits the waiting requests in groups
/// and completes the callers after the commit.
/// </summary>
internal sealed partial class SqliteWriter : IAsyncDisposable, IDisposable
{
    // Other processes usually sleep for this long before they look at the lock again.
    private static readonly TimeSpan TurnPause = TimeSpan.FromMilliseconds(1);

    private readonly SqliteDatabase _database;
    private readonly SqliteStoreOptions _options;
    private readonly ClockGuard _clock;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly WriteQueue _queue;
    private readonly CommitGroup<WriteSession> _group;
    private readonly CommitGroup<WriteSession>.TryNext _next;
    private readonly Lock _sessionLock = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Thread? _thread;
    private WriteSession? _session;
    private long _committedAt;
    private long _passedAt;

    public SqliteWriter(SqliteDatabase database, SqliteStoreOptions options, ClockGuard clock, TimeProvider timeProvider, ILogger logger)
    {
        _database = database;
        _options = options;
        _clock = clock;
        _timeProvider = timeProvider;
        _logger = logger;
        _queue = new WriteQueue(options.QueueCapacity);
        _next = TryNext;
        _group = new CommitGroup<WriteSession>((requests, failure) => LogCommitFailed(_logger, _database.Path, requests, failure));
    }

    /// <summary>The time, by the clock, at which the writer last held the file's lock. Every commit with an earlier time is in the file, or will never be.</summary>
    public DateTimeOffset PassedAt => new(Volatile.Read(ref _passedAt), TimeSpan.Zero);

    /// <summary>Opens the file, making and migrating it as needed, and begins to work.</summary>
    /// <param name="cancellationToken">Ends a migration, with the file as it was; nothing else that takes long.</param>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _thread = new Thread(() => Run(started, cancellationToken)) { IsBackground = true, Name = "WalletKit SQLite writer" };

        // Without the context of the call that happens to open the file: its transactions and scopes end long before the thread does.
        _thread.UnsafeStart();
        return started.Task;
    }

    /// <summary>Has work done in a transaction, together with the other waiting work.</summary>
    public ValueTask<T> ExecuteAsync<T>(WriteRequest<WriteSession, T> request, CancellationToken cancellationToken) =>
        _queue.TryEnqueue(request) ? request.WaitAsync(cancellationToken) : EnqueueAsync(request, cancellationToken);

    /// <summary>Copies the committed data through the connection of a store that has stopped. Blocks until that is done.</summary>
    public void CopyTo(string path, CancellationToken cancellationToken)
    {
        lock (_sessionLock)
        {
            var session = _session ?? throw new WalletStoreException(StoreFailure.Closed, $"the connection to the database '{_database.Path}' is closed, so nothing can be copied.");
            session.CopyTo(path, cancellationToken);
        }
    }

    private async ValueTask<T> EnqueueAsync<T>(WriteRequest<WriteSession, T> request, CancellationToken cancellationToken)
    {
        return await _queue.EnqueueAsync(request, cancellationToken).ConfigureAwait(false)
            ? await request.WaitAsync(cancellationToken).ConfigureAwait(false)
            : throw new WalletStoreException(StoreFailure.Closed, $"the database '{_database.Path}' is closed.");
    }

    /// <summary>Does the waiting work, takes no more, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _stopped.Task.ConfigureAwait(false);
    }

    /// <summary>The same for a container that is disposed of synchronously: waits for the writer's own thread, which needs no other.</summary>
    public void Dispose()
    {
        _queue.Close();
        _thread?.Join();
    }

    private void Run(TaskCompletionSource started, CancellationToken cancellationToken)
    {
        try
        {
            var run = new SqliteMigrationRun(_database.Path, _options.MigrationProgress, _timeProvider, _logger, cancellationToken);
            _session = SqliteOpening.Open(_database, run, _logger);
        }
        catch (Exception exception)
        {
            _queue.Dispose();
            _stopped.SetResult();
            started.SetException(exception switch
            {
                SqliteException sqlite => SqliteErrors.ToStoreException(sqlite, _database.Path),
                OperationCanceledException when cancellationToken.IsCancellationRequested =>
                    new WalletStoreException(StoreFailure.Closed, $"the database '{_database.Path}' was closed while it was migrated; it is as it was.", exception),
                _ => exception,
            });
            return;
        }

        started.SetResult();
        Work();
        lock (_sessionLock)
        {
            _session?.Dispose();
            _session = null;
        }

        _queue.Dispose();
        _stopped.SetResult();
    }

    private void Work()
    {
        // The log of a shared file is the host's to shorten: it keeps other writers waiting.
        using var log = _database.IsShared ? null : new SqliteLog(_database.Files.Log, _timeProvider, _queue.Wake, _logger);
        do
        {
            try
            {
                if (_queue.Count > 0)
                {
                    LetOthersIn();
                    CommitWaiting();
                }

                Tend(log);
            }
            catch (Exception exception)
            {
                // Only a host's logger can throw here; it must neither end the process nor leave a caller waiting.
                _group.Abandon(exception);
            }
        }
        while (_queue.WaitForWork());
    }

    // Between two transactions. Files that are no longer in their place are left as they are.
    private void Tend(SqliteLog? log)
    {
        lock (_sessionLock)
        {
            if (log is not null && _session is { } session && log.MustShorten() && _database.Watch.AreInPlace())
            {
                session.Shorten(log);
            }
        }
    }

    // SQLite has no queue for its lock: a process that begins anew right after a commit gets it before the processes that sleep and wait for it.
    // A process that wrote between the last two commits of this process is likely to wait again. A process that is alone on a file never pauses.
    private void LetOthersIn()
    {
        if (_session is { OthersWrote: true } && Stopwatch.GetElapsedTime(_committedAt) < TurnPause)
        {
            Thread.Sleep(TurnPause);
        }
    }

    private void CommitWaiting()
    {
        _group.Clear();
        var failure = TryCommit();
        if (failure is not null && _group.Count == 0)
        {
            FailWithoutTransaction(failure);
        }
        else if (_group.Answer(failure))
        {
            // A fault of one transaction must not fail its neighbors, so each request gets a transaction of its own.
            for (var i = 0; i < _group.Count && _group.AnswerAlone(i, TryCommitAlone(_group[i])); i++)
            {
            }
        }
    }

    // No transaction was to be had. A lock that another process holds is waited for as long as each request may wait.
    private void FailWithoutTransaction(Exception failure)
    {
        var isBusy = failure is WalletStoreException { Failure: StoreFailure.Busy };
        if (!isBusy)
        {
            LogCommitFailed(_logger, _database.Path, 0, failure);
        }

        // A request that arrives from here on gets an attempt of its own.
        for (var waiting = _queue.Count;
            waiting > 0
            && _queue.TryPeek(out var request)
            && (!isBusy || HasWaitedItsTime(request))
            && _queue.TryDequeue(out request);
            waiting--)
        {
            if (request.TryTake())
            {
                request.Fail(failure);
            }
        }
    }

    // It was taken already, so it waits for a busy file here as long as it may.
    private Exception? TryCommitAlone(WriteRequest<WriteSession> request)
    {
        Exception? failure;
        do
        {
            failure = TryCommit(request);
        }
        while (failure is WalletStoreException { Failure: StoreFailure.Busy } && !HasWaitedItsTime(request));

        return failure;
    }

    private bool HasWaitedItsTime(WriteRequest<WriteSession> request) =>
        Environment.TickCount64 - request.AskedAt >= _database.BusyTimeout.TotalMilliseconds;

    /// <summary>Commits one request or, without one, the waiting requests. The group takes them with the lock held, as late as possible.</summary>
    /// <returns>The reason why nothing is known to be committed; null where all was committed.</returns>
    private Exception? TryCommit(WriteRequest<WriteSession>? alone = null)
    {
        lock (_sessionLock)
        {
            // A store that has stopped leaves the session to the calls that copy the committed data.
            return _database.Watch.Stopped ?? TryCommitNow(alone);
        }
    }

    private Exception? TryCommitNow(WriteRequest<WriteSession>? alone)
    {
        var committing = false;
        try
        {
            _session ??= SqliteOpening.Reopen(_database, _logger);
            _session.Begin(isJoinable: alone?.IsJoined ?? IsJoinedNext());
            if (alone is null)
            {
                _group.Take(_next, _options.MaxCommandsPerCommit);
            }

            var now = _clock.GetUtcNow();
            Volatile.Write(ref _passedAt, now.UtcTicks);
            CompareFirst(_session, now);
            Execute(_session, now, alone);
            _session.Flush();
            committing = true;
            _session.Commit();
            _committedAt = Stopwatch.GetTimestamp();
            EndCommit(_session);

            // A file that was moved meanwhile has the commit, and the host may never find it.
            _database.Watch.Check(outcomeUnknown: true);
            return null;
        }
        catch (Exception exception)
        {
            var failure = exception is SqliteException sqlite ? SqliteErrors.ToStoreException(sqlite, _database.Path, committing) : exception;
            RollBack(failure);
            return failure;
        }
    }

    // The commit stands. A reader that a participant left open would keep the connection from ever writing again.
    private void EndCommit(WriteSession session)
    {
        if (session.IsHeldBack)
        {
            GiveUpConnection(new InvalidOperationException("A participant of the commit left a data reader open."));
        }
        else
        {
            StampLog(session);
        }
    }

    // The commit stands. A log that is not named yet is still known, because it follows the log that is named, and the next commit tries again.
    private void StampLog(WriteSession session)
    {
        try
        {
            session.StampLog();
        }
        catch (Exception exception) when (exception is SqliteException or WalletStoreException)
        {
            var failure = exception is SqliteException sqlite ? SqliteErrors.ToStoreException(sqlite, _database.Path, atCommit: true) : exception;
            if (failure is not WalletStoreException { IsTransient: true })
            {
                LogNotStamped(_logger, _database.Path, failure);
            }

            RollBack(failure);
        }
    }

    private bool IsJoinedNext() => _queue.TryPeek(out var next) && next.IsJoined;

    // A request with host code waits for a transaction that host code can use, which is the next one.
    private bool TryNext([NotNullWhen(true)] out WriteRequest<WriteSession>? request)
    {
        request = null;
        return (_session is { IsJoinable: true } || !IsJoinedNext()) && _queue.TryDequeue(out request);
    }

    private void CompareFirst(WriteSession session, DateTimeOffset now)
    {
        if (!_clock.HasCompared)
        {
            var (earliest, latest) = session.ReadNewestTimes();
            _clock.Compare(now, earliest, latest);
        }
    }

    private void RollBack(Exception failure)
    {
        try
        {
            _session?.RollBack();
            if (failure is ParticipantFailedException)
            {
                GiveUpConnection(failure);
            }
            else if (failure is WalletStoreException { Failure: not StoreFailure.FileMoved } store && (store.OutcomeUnknown || store.Failure == StoreFailure.InputOutput))
            {
                GiveUpConnection(failure);
            }
        }
        catch (SqliteException exception)
        {
            GiveUpConnection(exception);
        }
    }

    // A connection in doubt is opened anew, so that nothing it believes of the file is believed on.
    private void GiveUpConnection(Exception exception)
    {
        LogConnectionGivenUp(_logger, _database.Path, exception);
        _session?.Dispose();
        _session = null;
    }

    private void Execute(WriteSession session, DateTimeOffset now, WriteRequest<WriteSession>? alone)
    {
        if (alone is not null)
        {
            alone.Execute(session, now);
            return;
        }

        for (var i = 0; i < _group.Count; i++)
        {
            _group[i].Execute(session, now);
        }
    }
}
