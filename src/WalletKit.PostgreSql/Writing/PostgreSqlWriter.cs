using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;
using WalletKit.PostgreSql.Schema;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Writing;

/// <summary>
/// A writer of the store, with a connection of its own. It commits the waiting commands in groups, and completes the callers after the
/// commit. It tries a group again after a failure that may pass, and looks up a commit whose outcome is unknown.
/// </summary>
internal sealed partial class PostgreSqlWriter : IAsyncDisposable
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly PostgreSqlSchema _schema;
    private readonly PostgreSqlStoreOptions _options;
    private readonly PostgreSqlClock _clock;
    private readonly Action _committed;
    private readonly Action _earned;
    private readonly ILogger _logger;
    private readonly Channel<WriteRequest<StagedChanges>> _queue;
    private readonly CommitGroup<StagedChanges> _group;
    private readonly Task _running;
    private WriteSession? _session;

    /// <summary>Begins to work.</summary>
    /// <param name="dataSource">The source of its connection.</param>
    /// <param name="schema">The schema of the tables.</param>
    /// <param name="options">The settings of the store.</param>
    /// <param name="clock">The source of the time of each commit.</param>
    /// <param name="committed">A callback that runs after each commit. It neither waits nor fails.</param>
    /// <param name="earned">A callback that runs after a commit that earned a rebate.</param>
    /// <param name="logger">The log of failures.</param>
    public PostgreSqlWriter(
        NpgsqlDataSource dataSource, PostgreSqlSchema schema, PostgreSqlStoreOptions options, PostgreSqlClock clock, Action committed, Action earned, ILogger logger)
    {
        _dataSource = dataSource;
        _schema = schema;
        _options = options;
        _clock = clock;
        _committed = committed;
        _earned = earned;
        _logger = logger;
        _queue = Channel.CreateBounded<WriteRequest<StagedChanges>>(new BoundedChannelOptions(options.QueueCapacity) { SingleReader = true });

        _group = new CommitGroup<StagedChanges>((batches, failure) => LogCommitFailed(_logger, batches, failure));

        // Nothing of the first caller's goes on here, an ambient transaction least of all.
        using var _ = ExecutionContext.SuppressFlow();
        _running = Task.Run(RunAsync);
    }

    /// <summary>Has work done in a transaction, together with what others have waiting.</summary>
    public ValueTask<T> ExecuteAsync<T>(WriteRequest<StagedChanges, T> request, CancellationToken cancellationToken) =>
        _queue.Writer.TryWrite(request) ? request.WaitAsync(cancellationToken) : EnqueueAsync(request, cancellationToken);

    /// <summary>Does what is waiting, takes no more, and gives its connection back.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _running.ConfigureAwait(false);
    }

    private async ValueTask<T> EnqueueAsync<T>(WriteRequest<StagedChanges, T> request, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw PostgreSqlWalletStore.Closed();
        }

        return await request.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            _group.Clear();
            _group.Take(TryRead, _options.MaxCommandsPerCommit);
            if (_group.Count > 0)
            {
                await CommitGroupAsync().ConfigureAwait(false);
            }
        }

        if (_session is { } session)
        {
            // A host that ends does not wait for a server that does not answer.
            await Task.WhenAny(DisposeAsync(session), Task.Delay(_options.AnswerTimeout)).ConfigureAwait(false);
        }
    }

    // A request that has waited behind a server without answers for as long as a call may take is refused: its own attempt could take as long again.
    private bool TryRead([NotNullWhen(true)] out WriteRequest<StagedChanges>? request)
    {
        while (_queue.Reader.TryRead(out request))
        {
            if (Environment.TickCount64 - request.AskedAt <= _options.AnswerTimeout.TotalMilliseconds)
            {
                return true;
            }

            if (request.TryTake())
            {
                request.Fail(PostgreSqlErrors.NeverSent(_options.AnswerTimeout));
            }
        }

        return false;
    }

    private async Task CommitGroupAsync()
    {
        try
        {
            var pause = new RetryPause(_options);
            if (_group.Answer(await TryCommitAsync(_group.Requests, pause).ConfigureAwait(false)))
            {
                // A fault of one transaction must not fail its neighbors, so each command gets a transaction of its own.
                for (var i = 0; i < _group.Count && _group.AnswerAlone(i, await TryCommitAsync([_group[i]], pause).ConfigureAwait(false)); i++)
                {
                }
            }
        }
        catch (Exception exception)
        {
            // Only a host's logger can throw here; it must neither end the writer nor leave a caller waiting.
            _group.Abandon(exception);
        }
    }

    /// <returns>The reason why nothing was committed, or why that is unknown; null where all was committed.</returns>
    private async Task<WalletStoreException?> TryCommitAsync(IReadOnlyList<WriteRequest<StagedChanges>> group, RetryPause pause)
    {
        while (true)
        {
            Exception failure;
            try
            {
                _session ??= await OpenSessionAsync(pause).ConfigureAwait(false);
                await pause.LimitAsync(_session.CommitAsync(group, _clock, pause.LockTimeout), CancellationToken.None).ConfigureAwait(false);
                _committed();
                if (_session.HasEarned)
                {
                    _earned();
                }

                return null;
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            if (await CleanUpAsync(failure, pause).ConfigureAwait(false) is { } unanswered)
            {
                switch (await SettleAsync(unanswered, group).ConfigureAwait(false))
                {
                    case true:
                        // The lost connection also took the answer whether a rebate was earned. Needless news costs the other hosts a look.
                        _earned();
                        return null;
                    case null:
                        return PostgreSqlErrors.ToStoreException(failure, outcomeUnknown: true);
                }
            }

            if (!PostgreSqlErrors.IsWorthRetrying(failure) || HaveWaitedTheirTime(group))
            {
                return PostgreSqlErrors.ToStoreException(failure);
            }

            await pause.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Brings the connection back to where a transaction can begin, or gives it up.</summary>
    /// <returns>The commit of which it is not known whether it stands; null where nothing was written.</returns>
    private async Task<CommitMark?> CleanUpAsync(Exception failure, RetryPause pause)
    {
        if (_session is null)
        {
            return null;
        }

        if (PostgreSqlErrors.IsRefusal(failure) && !PostgreSqlErrors.IsReadOnly(failure))
        {
            try
            {
                await pause.LimitAsync(_session.RollBackAsync(), CancellationToken.None).ConfigureAwait(false);
                return null;
            }
            catch (Exception exception)
            {
                LogConnectionGivenUp(_logger, exception);
            }
        }

        // After anything else a new one is the simplest way to know nothing of it.
        var unanswered = DropSession();
        return PostgreSqlErrors.IsRefusal(failure) ? null : unanswered;
    }

    /// <returns>Whether the commit stands; null where that could not be found out in time.</returns>
    private async Task<bool?> SettleAsync(CommitMark mark, IReadOnlyList<WriteRequest<StagedChanges>> group)
    {
        // However long the callers have waited already, this is tried for a time of its own: it is the last that can answer them.
        var pause = new RetryPause(_options);
        while (true)
        {
            try
            {
                _session ??= await OpenSessionAsync(pause).ConfigureAwait(false);
                var stands = await pause.LimitAsync(_session.SettleAsync(mark), CancellationToken.None).ConfigureAwait(false);
                LogSettled(_logger, group.Count, stands);
                return stands;
            }
            catch (Exception exception)
            {
                DropSession();
                if (pause.IsOver)
                {
                    LogNotSettled(_logger, group.Count, exception);
                    return null;
                }
            }

            await pause.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<WriteSession> OpenSessionAsync(RetryPause pause) =>
        await pause.OpenAsync(new ValueTask<WriteSession>(WriteSession.OpenAsync(_dataSource, _schema, _options, CancellationToken.None)), CancellationToken.None).ConfigureAwait(false);

    /// <returns>The commit that was sent on the session and not answered; null where none was.</returns>
    private CommitMark? DropSession()
    {
        if (_session is not { } session)
        {
            return null;
        }

        // Its connection may not answer, and no caller waits for that.
        var unanswered = session.Abandon();
        _session = null;
        _ = DisposeAsync(session);
        return unanswered;
    }

    private async Task DisposeAsync(WriteSession session)
    {
        try
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // It was given up anyway.
            LogConnectionGivenUp(_logger, exception);
        }
    }

    private bool HaveWaitedTheirTime(IReadOnlyList<WriteRequest<StagedChanges>> group) =>
        group.All(request => Environment.TickCount64 - request.AskedAt >= _options.RetryTimeout.TotalMilliseconds);
}
