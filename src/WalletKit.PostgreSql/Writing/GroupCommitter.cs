using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;
using WalletKit.PostgreSql.Schema;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Writing;

/// <summary>
/// Commits groups of requests, one group at a time, on a connection of its own. It tries a group again after a failure that may pass, and looks up a commit whose outcome
/// is unknown. Used by one loop alone.
/// </summary>
/// <param name="dataSource">The source of its connection.</param>
/// <param name="schema">The schema of the tables.</param>
/// <param name="options">The settings of the store.</param>
/// <param name="clock">The source of the time of each commit.</param>
/// <param name="participants">The host code that runs in commits.</param>
/// <param name="committed">A callback that runs after each commit. It neither waits nor fails.</param>
/// <param name="earned">A callback that runs after a commit that earned a rebate.</param>
/// <param name="logger">The log of failures.</param>
internal sealed partial class GroupCommitter(
    NpgsqlDataSource dataSource, PostgreSqlSchema schema, PostgreSqlStoreOptions options, PostgreSqlClock clock, ParticipantRuns participants, Action committed, Action earned, ILogger logger)
    : IAsyncDisposable
{
    // Long enough to stand in the server's queue for the lock, and short enough that the requests beside it do not wait for long.
    private static readonly TimeSpan s_lockWait = TimeSpan.FromMilliseconds(100);

    private WriteSession? _session;

    // The requests that the unanswered commit of the last session left out.
    private IReadOnlyList<WriteRequest<StagedChanges>> _leftOut = [];

    /// <summary>The wallets that other transactions kept locked when a group was last looked at.</summary>
    public IReadOnlyCollection<WalletId> Locked { get; private set; } = [];

    /// <summary>Makes an empty group of requests, whose failures are logged.</summary>
    public CommitGroup<StagedChanges> NewGroup() => new((batches, failure) => LogCommitFailed(logger, batches, failure));

    /// <summary>Commits the requests of a group, and answers their callers.</summary>
    /// <param name="group">The requests.</param>
    /// <param name="waitFor">The one wallet for whose lock the commit waits for a moment; null where it waits for none.</param>
    /// <returns>
    /// The requests that were not answered, in their order: a wallet of theirs is locked, or is a wallet of such a request before them.
    /// </returns>
    public async Task<IReadOnlyList<WriteRequest<StagedChanges>>> CommitAsync(CommitGroup<StagedChanges> group, WalletId? waitFor = null)
    {
        WriteRequest<StagedChanges>[] all = [.. group.Requests];
        var deferred = new HashSet<WriteRequest<StagedChanges>>();
        try
        {
            var pause = new RetryPause(options);
            var (failure, later) = await TryCommitAsync(group.Requests, pause, waitFor).ConfigureAwait(false);
            Leave(later);
            if (group.Answer(failure))
            {
                await CommitEachAsync(group, pause, deferred, Leave).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            // Only a host's logger can throw here; it must neither end the loop nor leave a caller waiting.
            group.Abandon(exception);
        }

        return [.. all.Where(deferred.Contains)];

        void Leave(IReadOnlyList<WriteRequest<StagedChanges>> later)
        {
            deferred.UnionWith(later);
            group.Remove(later);
        }
    }

    // A fault of one transaction must not fail its neighbors, so each command gets a transaction of its own. A command on a wallet of a command that was left waits with it.
    private async Task CommitEachAsync(
        CommitGroup<StagedChanges> group, RetryPause pause, HashSet<WriteRequest<StagedChanges>> deferred, Action<IReadOnlyList<WriteRequest<StagedChanges>>> leave)
    {
        var waiting = deferred.SelectMany(IWalletRequest.WalletsOf).ToHashSet();
        for (var i = 0; i < group.Count; i++)
        {
            var request = group[i];
            Exception? failure = null;
            IReadOnlyList<WriteRequest<StagedChanges>> later = [request];
            if (!IWalletRequest.WalletsOf(request).Any(waiting.Contains))
            {
                (failure, later) = await TryCommitAsync([request], pause, waitFor: null).ConfigureAwait(false);
            }

            if (later.Count > 0)
            {
                waiting.UnionWith(IWalletRequest.WalletsOf(request));
                leave(later);
                i--;
            }
            else if (!group.AnswerAlone(i, failure))
            {
                break;
            }
        }
    }

    /// <summary>Gives the connection back. A host that ends does not wait for a server that does not answer.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_session is { } session)
        {
            _session = null;
            await Task.WhenAny(DisposeAsync(session), Task.Delay(options.AnswerTimeout)).ConfigureAwait(false);
        }
    }

    /// <returns>The reason why nothing was committed, or why that is unknown, null where it was committed; and the requests to which that does not apply.</returns>
    private async Task<(Exception? Failure, IReadOnlyList<WriteRequest<StagedChanges>> Deferred)> TryCommitAsync(
        IReadOnlyList<WriteRequest<StagedChanges>> group, RetryPause pause, WalletId? waitFor)
    {
        while (true)
        {
            IReadOnlyList<WriteRequest<StagedChanges>> deferred = [];
            Exception failure;
            try
            {
                _session ??= await OpenSessionAsync(pause).ConfigureAwait(false);
                var commit = _session.CommitAsync(group, clock, waitFor, LockTimeout(pause, waitFor));
                try
                {
                    await pause.LimitAsync(commit, TimeOf(group), CancellationToken.None).ConfigureAwait(false);
                    Locked = [.. _session.Locked];
                }
                finally
                {
                    // A commit that gets no answer in time may go on until its session is given up.
                    deferred = commit.IsCompleted ? [.. _session.Deferred] : [];
                }

                if (deferred.Count < group.Count)
                {
                    committed();
                }

                if (_session.HasEarned)
                {
                    earned();
                }

                return (null, deferred);
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            if (await CleanUpAsync(failure, pause).ConfigureAwait(false) is { } unanswered)
            {
                deferred = _leftOut;
                switch (await SettleAsync(unanswered, group).ConfigureAwait(false))
                {
                    case true:
                        // The lost connection also took the answer whether a rebate was earned. Needless news costs the other hosts a look.
                        earned();
                        return (null, deferred);
                    case null:
                        return (PostgreSqlErrors.ToStoreException(failure, outcomeUnknown: true), deferred);
                }
            }

            if (waitFor is not null && PostgreSqlErrors.IsLocked(failure))
            {
                return (null, [.. group]);
            }

            if (!PostgreSqlErrors.IsWorthRetrying(failure) || HaveWaitedTheirTime(group))
            {
                return (failure is ParticipantFailedException ? failure : PostgreSqlErrors.ToStoreException(failure), deferred);
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
                LogConnectionGivenUp(logger, exception);
            }
        }

        // After anything else a new one is the simplest way to know nothing of it.
        var unanswered = DropSession();
        if (PostgreSqlErrors.IsReadOnly(failure))
        {
            // A session keeps the defaults with which it began, and a server that was the primary keeps its clients.
            dataSource.Clear();
        }

        return PostgreSqlErrors.IsRefusal(failure) ? null : unanswered;
    }

    /// <returns>Whether the commit stands; null where that could not be found out in time.</returns>
    private async Task<bool?> SettleAsync(CommitMark mark, IReadOnlyList<WriteRequest<StagedChanges>> group)
    {
        // However long the callers have waited already, this is tried for a time of its own: it is the last that can answer them.
        var pause = new RetryPause(options);
        while (true)
        {
            try
            {
                _session ??= await OpenSessionAsync(pause).ConfigureAwait(false);
                var stands = await pause.LimitAsync(_session.SettleAsync(mark), CancellationToken.None).ConfigureAwait(false);
                LogSettled(logger, group.Count, stands);
                return stands;
            }
            catch (Exception exception)
            {
                DropSession();
                if (pause.IsOver)
                {
                    LogNotSettled(logger, group.Count, exception);
                    return null;
                }
            }

            await pause.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<WriteSession> OpenSessionAsync(RetryPause pause) =>
        await pause.OpenAsync(new ValueTask<WriteSession>(WriteSession.OpenAsync(dataSource, schema, options, participants, CancellationToken.None)), CancellationToken.None).ConfigureAwait(false);

    /// <returns>The commit that was sent on the session and not answered; null where none was.</returns>
    private CommitMark? DropSession()
    {
        if (_session is not { } session)
        {
            return null;
        }

        // Its connection may not answer, and no caller waits for that.
        var unanswered = session.Abandon();

        // These do not change any more once a commit was sent.
        _leftOut = unanswered is null ? [] : [.. session.Deferred];
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
            LogConnectionGivenUp(logger, exception);
        }
    }

    // The time of a call does not count the time of its host code.
    private TimeSpan TimeOf(IReadOnlyList<WriteRequest<StagedChanges>> group) =>
        group.Any(static request => request.IsJoined) ? options.AnswerTimeout + options.ParticipantTimeout : options.AnswerTimeout;

    private static string LockTimeout(RetryPause pause, WalletId? waitFor) =>
        waitFor is null ? pause.LockTimeout : ((long)s_lockWait.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    private bool HaveWaitedTheirTime(IReadOnlyList<WriteRequest<StagedChanges>> group) =>
        group.All(request => Environment.TickCount64 - request.AskedAt >= options.RetryTimeout.TotalMilliseconds);
}
