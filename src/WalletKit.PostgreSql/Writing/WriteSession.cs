using System.Data;
using Npgsql;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;
using WalletKit.PostgreSql.Schema;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Writing;

/// <summary>One connection that commits, one transaction at a time. Used by its writer alone.</summary>
internal sealed class WriteSession : IAsyncDisposable
{
    private static readonly ColumnList s_begun = new();
    private static readonly Column s_version = s_begun.Add("version");
    private static readonly Column s_clock = s_begun.Add("clock_timestamp()");

    private readonly PostgreSqlSchema _schema;
    private readonly string _begun;
    private readonly NpgsqlConnection _connection;
    private readonly Guid _id;
    private readonly int _timeoutSeconds;
    private readonly StateLoader _loader;
    private readonly ChangeWriter _writer;
    private readonly CommitMarks _marks;
    private readonly StandbyNotices _standbys;
    private readonly ParticipantRunner _participants;
    private readonly StateNeeds _needs = new();
    private readonly LoadedStates _states = new();
    private readonly StagedChanges _staged;
    private readonly QueryBatch _batch = new();
    private readonly RequestGroup _group = new();
    private readonly Lock _lock = new();
    private Task _running = Task.CompletedTask;
    private Task _host = Task.CompletedTask;
    private NpgsqlTransaction? _joinable;
    private CommitMark? _unanswered;
    private bool _isAbandoned;
    private DateTimeOffset _now;
    private long _number;

    private WriteSession(PostgreSqlSchema schema, NpgsqlConnection connection, Guid id, PostgreSqlStoreOptions options, ParticipantRuns participants)
    {
        _schema = schema;

        // A newer release may have been there since the transaction before, and a reload of the server's configuration as well.
        _begun = $"SELECT {s_begun.Names}, {SynchronousCommit.Pin}, {TransactionLimits.Unlimited(options, "$1")} FROM {schema["schema"]} WHERE only_row";
        (_connection, _id) = (connection, id);
        _timeoutSeconds = options.TimeoutSeconds;
        _loader = new StateLoader(schema);
        _writer = new ChangeWriter(schema);
        _marks = new CommitMarks(schema, options);
        _staged = new StagedChanges(_states);
        _participants = new ParticipantRunner(participants, options);
        _standbys = new StandbyNotices(connection);
    }

    /// <summary>The requests that the newest commit left out, because wallets of theirs are locked, or because such a request comes before them.</summary>
    public IReadOnlyList<WriteRequest<StagedChanges>> Deferred => _group.Deferred;

    /// <summary>The wallets that other transactions kept locked.</summary>
    public IReadOnlyCollection<WalletId> Locked => _states.Skipped;

    /// <summary>Whether the newest commit earned a rebate.</summary>
    public bool HasEarned { get; private set; }

    public static async Task<WriteSession> OpenAsync(
        NpgsqlDataSource dataSource, PostgreSqlSchema schema, PostgreSqlStoreOptions options, ParticipantRuns participants, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var id = await SessionSettings.SetUpAsync(connection, options, cancellationToken).ConfigureAwait(false);
            return new WriteSession(schema, connection, id, options, participants);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Commits the changes of the requests in one transaction. Each request has its result afterwards, or is <see cref="Deferred"/>.</summary>
    /// <param name="requests">The requests.</param>
    /// <param name="clock">The source of the time of the commit.</param>
    /// <param name="waitFor">The one wallet for whose lock the commit waits, while it holds no other; null where it waits for none.</param>
    /// <param name="lockTimeout">How long a statement waits for a lock, in milliseconds.</param>
    public Task CommitAsync(IReadOnlyList<WriteRequest<StagedChanges>> requests, PostgreSqlClock clock, WalletId? waitFor, string lockTimeout)
    {
        var commit = CommitOnceAsync(requests, clock, waitFor, lockTimeout);
        _running = commit;
        return commit;
    }

    /// <summary>Says whether a commit of another connection stands, which was lost in the middle of it.</summary>
    public Task<bool> SettleAsync(CommitMark mark)
    {
        var settling = SettleOnceAsync(mark);
        _running = settling;
        return settling;
    }

    /// <summary>Has the session do nothing more, because nothing waits for it: it neither runs the rules nor sends a commit after this, whatever answers it gets.</summary>
    /// <returns>The commit that was sent and not answered; null where none was.</returns>
    public CommitMark? Abandon()
    {
        lock (_lock)
        {
            _isAbandoned = true;
            return _unanswered;
        }
    }

    private async Task CommitOnceAsync(IReadOnlyList<WriteRequest<StagedChanges>> requests, PostgreSqlClock clock, WalletId? waitFor, string lockTimeout)
    {
        Collect(requests);
        if (_needs.IsEmpty)
        {
            // The group has only requests that wait for their turn, and they need no rows.
            Execute(clock.HostNow);
            return;
        }

        await FindOutAsync().ConfigureAwait(false);
        while (!await TryExecuteAsync(clock, waitFor, lockTimeout).ConfigureAwait(false))
        {
            // The rules met a wallet that no command had named. The transaction begins again and locks it with the other wallets, in their order.
            await RunAsync("ROLLBACK").ConfigureAwait(false);
            _states.Clear();
        }

        if (_staged.Log.IsEmpty)
        {
            await RunAsync("ROLLBACK").ConfigureAwait(false);
            return;
        }

        await WriteAsync(_group.Included is [CommitRequest { Participant: { } participant, Result: { } result }] && ParticipantRuns.IsNeeded(result) ? (participant, result) : null).ConfigureAwait(false);
    }

    private async Task<bool> SettleOnceAsync(CommitMark mark)
    {
        _standbys.Clear();
        var stands = await _marks.SettleAsync(_connection, mark, _timeoutSeconds).ConfigureAwait(false);
        _standbys.ThrowIfUnconfirmed();
        return stands;
    }

    /// <summary>Ends the transaction, with nothing written, after the server refused something in it.</summary>
    public Task RollBackAsync()
    {
        _unanswered = null;
        _batch.Clear();
        return _running = RunAsync("ROLLBACK");
    }

    public async ValueTask DisposeAsync()
    {
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // A participant that took too long still uses the connection.
        await _host.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            // Not every pool resets a connection, and the next user of the connection is no writer.
            if (_connection.FullState == ConnectionState.Open)
            {
                _batch.Clear();
                await RunAsync("RESET ALL").ConfigureAwait(false);
            }
        }
        finally
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Collect(IReadOnlyList<WriteRequest<StagedChanges>> requests)
    {
        HasEarned = false;
        _staged.Clear();
        _states.Clear();
        _needs.Clear();
        _batch.Clear();
        _loader.Clear();
        _group.Begin(requests);
        foreach (var request in requests)
        {
            if (request is CommitRequest commit)
            {
                _needs.Add(commit.Batch);
            }
        }
    }

    // Which wallets are meant, where that stands in rows that never change: so it can be read before anything is locked.
    private async Task FindOutAsync()
    {
        if (_needs.Names.Count == 0 && _needs.Transactions.Count == 0)
        {
            return;
        }

        var asked = new StateNeeds();
        asked.Names.UnionWith(_needs.Names);
        asked.Transactions.UnionWith(_needs.Transactions);
        var found = new LoadedStates();
        _loader.AddTo(_batch, asked, found, isLocking: false);
        await _batch.RunAsync(_connection, _timeoutSeconds, CancellationToken.None).ConfigureAwait(false);
        foreach (var commit in _group.Included.OfType<CommitRequest>())
        {
            foreach (var command in commit.Batch)
            {
                AddFound(commit, command, found);
            }
        }
    }

    private void AddFound(CommitRequest commit, WalletCommand command, LoadedStates found)
    {
        if (command is OpenWallet open && found.FindWalletId(open.OwnerId, open.Name) is { } standing)
        {
            commit.Find(standing);
            _needs.Wallets.Add(standing);
        }
        else if (command is Reverse reverse && found.FindTransaction(reverse.Transaction)?.Links.Counterpart is { } counterpart)
        {
            commit.Find(counterpart.WalletId);
            _needs.Wallets.Add(counterpart.WalletId);
            _needs.Transactions.Add(counterpart);
        }
    }

    /// <returns>False where wallets are missing. They must be locked in the order of all wallets, so the transaction begins again.</returns>
    private async Task<bool> TryExecuteAsync(PostgreSqlClock clock, WalletId? waitFor, string lockTimeout)
    {
        int? version = null;
        DateTimeOffset? newest = null;
        var elapsed = clock.Guard.GetElapsedTicks();
        var mustCompare = !clock.Guard.HasCompared;
        if (_group.Included is [{ IsJoined: true }])
        {
            // The driver's own transaction, so that host code can use it.
            _joinable = await _connection.BeginTransactionAsync(IsolationLevel.ReadCommitted).ConfigureAwait(false);
        }
        else
        {
            _batch.Add("BEGIN ISOLATION LEVEL READ COMMITTED");
        }

        _batch.Add(_begun, row => version = ReadVersion(row), Parameter.Of(lockTimeout));
        if (mustCompare)
        {
            _marks.AddNewestTo(_batch, time => newest = time);
        }

        if (waitFor is { } walletId)
        {
            _loader.AddWaitTo(_batch, walletId);
        }

        _loader.AddTo(_batch, _needs, _states, isLocking: true);
        await LoadAsync().ConfigureAwait(false);
        _schema.CheckInUse(version);
        _group.Defer(_states.Skipped);

        // The locks are held, so the time is not earlier than the time of a commit for which they waited.
        _now = clock.Commit(_states.ReadAt, elapsed);
        if (mustCompare)
        {
            clock.Guard.Compare(_now, newest, newest);
        }

        while (true)
        {
            Execute(_now);
            if (_states.Missing.IsEmpty)
            {
                return true;
            }

            if (_states.Missing.Wallets.Count > 0)
            {
                _needs.Add(_states.Missing);
                return false;
            }

            // The lock of a wallet covers the rows that belong to it.
            var missing = new StateNeeds();
            missing.Add(_states.Missing);
            _loader.AddTo(_batch, missing, _states, isLocking: true);
            await LoadAsync().ConfigureAwait(false);
        }
    }

    private int ReadVersion(NpgsqlDataReader row)
    {
        _states.SeenAt(PostgreSqlRows.Row(row).Time(s_clock));
        return PostgreSqlRows.Row(row).Int32(s_version);
    }

    private async Task LoadAsync()
    {
        await _batch.RunAsync(_connection, _timeoutSeconds, CancellationToken.None).ConfigureAwait(false);
        await _loader.FinishAsync(_batch, _connection, _states, _timeoutSeconds).ConfigureAwait(false);
        _states.Missing.Clear();
    }

    private void Execute(DateTimeOffset now)
    {
        lock (_lock)
        {
            ThrowIfAbandoned();
            _staged.Clear();
            foreach (var request in _group.Included)
            {
                var missing = _states.Missing.Wallets.Count;
                try
                {
                    request.Execute(_staged, now);
                }
                catch (Exception) when (!_states.Missing.IsEmpty)
                {
                    // The rules may fail on states that contradict each other, because one of them is loaded and the other not yet. Such a failure counts for nothing.
                }

                if (_states.Missing.Wallets.Count > missing && request is CommitRequest commit)
                {
                    // Some of these may be missing only for a request before. Then this one waits with it once, without need.
                    _states.Missing.Wallets.ToList().ForEach(commit.Find);
                }
            }
        }
    }

    private void ThrowIfAbandoned()
    {
        if (_isAbandoned)
        {
            throw new TimeoutException("nothing waits for the commit any more.");
        }
    }

    private async Task WriteAsync((IPostgreSqlParticipant Participant, BatchResult Result)? joined)
    {
        var mark = new CommitMark(_needs.Wallets.First(walletId => !_states.Skipped.Contains(walletId)), _id, ++_number);
        _marks.AddTo(_batch, mark, _now, _staged);
        _writer.AddTo(_batch, _staged, _states);
        if (joined is { } host)
        {
            await RunParticipantAsync(host.Participant, host.Result).ConfigureAwait(false);
        }

        _batch.Add("COMMIT");
        lock (_lock)
        {
            ThrowIfAbandoned();
            _unanswered = mark;
        }

        _standbys.Clear();
        try
        {
            await _batch.RunAsync(_connection, _timeoutSeconds, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (joined is not null && ParticipantRunner.FaultOf(exception) is { } fault)
        {
            _unanswered = null;
            throw fault;
        }

        _standbys.ThrowIfUnconfirmed();
        _unanswered = null;
        if (joined is { Participant: var ending } && !_participants.IsOurs)
        {
            throw ParticipantRunner.Ended(ending, await _marks.SettleAsync(_connection, mark, _timeoutSeconds).ConfigureAwait(false));
        }

        HasEarned = _writer.HasEarned;
    }

    private async Task RunParticipantAsync(IPostgreSqlParticipant participant, BatchResult result)
    {
        _participants.AddTo(_batch);
        await _batch.RunAsync(_connection, _timeoutSeconds, CancellationToken.None).ConfigureAwait(false);
        lock (_lock)
        {
            ThrowIfAbandoned();
        }

        await _participants.RunAsync(participant, _joinable!, result.Results, running => _host = running).ConfigureAwait(false);
        _participants.AddEndTo(_batch);
    }

    private async Task RunAsync(string sql)
    {
        _batch.Add(sql);
        await _batch.RunAsync(_connection, _timeoutSeconds, CancellationToken.None).ConfigureAwait(false);
    }
}
