using WalletKit.PostgreSql.Schema;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Writing;

/// <summary>
/// The requests of a writer that may take long: requests that wait for wallets which other transactions keep locked, and requests with host code. They are committed on
/// connections of their own. As long as a wallet has a request here, every later request about the wallet joins it, so that they keep their order.
/// </summary>
/// <remarks>
/// Requests that wait for locks are committed in groups, wait for one wallet at a time, and hold no other lock meanwhile. Each request with host code is committed alone, beside the others.
/// </remarks>
internal sealed class LockedLane : IAsyncDisposable
{
    private readonly PostgreSqlStoreOptions _options;
    private readonly GroupCommitter _committer;
    private readonly CommitGroup<StagedChanges> _group;
    private readonly CommitterPool _pool;
    private readonly Lock _gate = new();

    // All requests, also the requests that are being committed.
    private readonly LaneQueue _waiting = new();
    private readonly HashSet<Task> _commits = [];
    private TaskCompletionSource? _room;
    private bool _isRunning;
    private Task _running = Task.CompletedTask;

    /// <summary>Makes an empty lane.</summary>
    /// <param name="options">The settings of the store.</param>
    /// <param name="newCommitter">Makes a committer, which belongs to the lane.</param>
    public LockedLane(PostgreSqlStoreOptions options, Func<GroupCommitter> newCommitter)
    {
        _options = options;
        _committer = newCommitter();
        _group = _committer.NewGroup();
        _pool = new CommitterPool(ConnectionCheck.ParticipantsPerWriter(options), newCommitter);
    }

    /// <summary>Whether the lane takes no more requests with host code for now.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count >= _options.QueueCapacity;
            }
        }
    }

    /// <summary>Adds a request if one of its wallets has a request here. Returns whether it did.</summary>
    public bool TryJoin(WriteRequest<StagedChanges> request)
    {
        lock (_gate)
        {
            if (!_waiting.Concerns(request))
            {
                return false;
            }

            // The request before it has it done in its turn.
            if (_waiting.Count < _options.QueueCapacity)
            {
                _waiting.Add(request);
            }
            else if (request.TryTake())
            {
                request.Fail(PostgreSqlErrors.Locked());
            }

            return true;
        }
    }

    /// <summary>Adds requests that a commit has left out, in their order.</summary>
    public void Add(IReadOnlyList<WriteRequest<StagedChanges>> deferred)
    {
        if (deferred.Count == 0)
        {
            return;
        }

        lock (_gate)
        {
            foreach (var request in deferred)
            {
                request.PutBack();
                _waiting.Add(request);
            }

            BeginOthers();
        }
    }

    /// <summary>Adds a request with host code.</summary>
    public void AddJoined(WriteRequest<StagedChanges> request)
    {
        lock (_gate)
        {
            _waiting.Add(request);
            BeginJoined();
        }
    }

    /// <summary>Waits until the lane is not full.</summary>
    public Task WaitForRoomAsync()
    {
        lock (_gate)
        {
            return _waiting.Count < _options.QueueCapacity ? Task.CompletedTask : (_room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Does what is waiting, or refuses it once it has waited its time, and gives the connections back.</summary>
    public async ValueTask DisposeAsync()
    {
        while (true)
        {
            Task all;
            lock (_gate)
            {
                all = Task.WhenAll([_running, .. _commits]);
                if (_waiting.Count == 0 && all.IsCompleted)
                {
                    break;
                }
            }

            await all.ConfigureAwait(false);
        }

        await _committer.DisposeAsync().ConfigureAwait(false);
        await _pool.DisposeAsync().ConfigureAwait(false);
    }

    // Everything from here to the next comment of this kind is called under the lock.
    private void BeginOthers()
    {
        if (!_isRunning && _waiting.CountWithoutHost > 0)
        {
            _isRunning = true;
            _running = Task.Run(RunAsync);
        }
    }

    // Begins the requests with host code that stand behind no other request about their wallets, as long as there are committers.
    private void BeginJoined()
    {
        while (_pool.HasFree && FindJoined() is { } entry && _pool.TryTake(out var committer))
        {
            if (entry.Request.TryTake())
            {
                entry.IsInCommit = true;
                var commit = Task.Run(() => CommitJoinedAsync(entry, committer));
                _commits.Add(commit);
                _ = commit.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
            else
            {
                // Its caller has given it up.
                _pool.Return(committer);
                _waiting.Remove(entry);
            }
        }
    }

    // Each has its turn before the first one has another.
    private LaneEntry? FindJoined()
    {
        LaneEntry? tried = null;
        var before = new HashSet<WalletId>();
        for (var i = 0; i < _waiting.Count; i++)
        {
            var entry = _waiting[i];
            if (entry is { IsInCommit: false, Request.IsJoined: true } && !entry.Wallets.Any(before.Contains))
            {
                if (!entry.HadItsTurn)
                {
                    return entry;
                }

                tried ??= entry;
            }

            before.UnionWith(entry.Wallets);
        }

        for (var i = 0; tried is not null && i < _waiting.Count; i++)
        {
            _waiting[i].HadItsTurn = false;
        }

        return tried;
    }

    private void GiveRoom()
    {
        if (_room is { } room && _waiting.Count < _options.QueueCapacity)
        {
            _room = null;
            room.SetResult();
        }
    }

    // Everything from here on takes the lock by itself.
    private void Forget(Task commit)
    {
        lock (_gate)
        {
            _commits.Remove(commit);
        }
    }

    private async Task CommitJoinedAsync(LaneEntry entry, GroupCommitter committer)
    {
        var group = committer.NewGroup();
        group.Add(entry.Request);
        var deferred = await committer.CommitAsync(group).ConfigureAwait(false);
        if (deferred.Count > 0 && committer.Locked.FirstOrDefault() is var locked && locked != default)
        {
            // It stands in the queue for the lock for a moment, so that it gets the lock from a holder that comes back again and again.
            group.Add(entry.Request);
            deferred = await committer.CommitAsync(group, locked).ConfigureAwait(false);
        }

        lock (_gate)
        {
            entry.IsInCommit = false;
            _pool.Return(committer);
            if (deferred.Count == 0)
            {
                _waiting.Remove(entry);
            }
            else
            {
                entry.Request.PutBack();
                entry.HadItsTurn = true;
                _waiting.Refresh(entry);
                RefuseIfOverdue(entry);
            }

            GiveRoom();
            BeginJoined();
            BeginOthers();
        }
    }

    private async Task RunAsync()
    {
        WalletId[] locked = [];
        WalletId? waitFor = null;
        for (var turn = 0; Take(locked, waitFor); turn++)
        {
            var count = _group.Count;
            var deferred = await _committer.CommitAsync(_group, waitFor).ConfigureAwait(false);
            Settle(deferred);

            // Where nothing could be committed, the lane stands in the queue for a lock, for each wallet in its turn. It looks at all wallets again after each wait,
            // because a wait that is in vain shows nothing of the wallets beside.
            locked = [.. _committer.Locked];
            waitFor = waitFor is null && deferred.Count == count && locked.Length > 0 ? locked[turn % locked.Length] : null;
        }
    }

    // One request is enough to see whether a wallet that was locked a moment ago still is. The other requests about it would fill the commit for nothing.
    // A request that stands behind a request with host code is taken once that is done.
    private bool Take(WalletId[] locked, WalletId? waitFor)
    {
        _group.Clear();
        var unprobed = locked.Where(walletId => walletId != waitFor).ToHashSet();
        var weight = 0;
        var passedOver = new HashSet<WalletId>();
        lock (_gate)
        {
            for (var i = 0; i < _waiting.Count && weight < _options.MaxCommandsPerCommit; i++)
            {
                var entry = _waiting[i];
                if (entry.Request.IsJoined || entry.Wallets.Any(passedOver.Contains))
                {
                    passedOver.UnionWith(entry.Wallets);
                }
                else if (entry.Request.TryTake())
                {
                    entry.IsInCommit = true;
                    weight += entry.Request.Weight;
                    _group.Add(entry.Request);
                    passedOver.UnionWith(entry.Wallets.Where(unprobed.Contains));
                }
                else
                {
                    // Its caller has given it up.
                    _waiting.RemoveAt(i--);
                }
            }

            _isRunning = _group.Count > 0;
            if (!_isRunning)
            {
                // A request with host code may have stood behind a request that was given up.
                BeginJoined();
                GiveRoom();
            }

            return _isRunning;
        }
    }

    private void Settle(IReadOnlyList<WriteRequest<StagedChanges>> deferred)
    {
        lock (_gate)
        {
            // The committer has left in the group what it has answered.
            var answered = _group.Requests.ToHashSet();
            var put = deferred.ToHashSet();
            for (var i = 0; i < _waiting.Count; i++)
            {
                var entry = _waiting[i];
                if (answered.Contains(entry.Request))
                {
                    _waiting.RemoveAt(i--);
                }
                else if (put.Contains(entry.Request))
                {
                    entry.IsInCommit = false;
                    entry.Request.PutBack();
                    _waiting.Refresh(entry);
                }
            }

            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                RefuseIfOverdue(_waiting[i]);
            }

            GiveRoom();
            BeginJoined();
        }
    }

    // A request that its caller gives up is removed by the next look.
    private void RefuseIfOverdue(LaneEntry entry)
    {
        if (!entry.IsInCommit && Environment.TickCount64 - entry.Request.AskedAt >= _options.RetryTimeout.TotalMilliseconds && entry.Request.TryTake())
        {
            entry.Request.Fail(PostgreSqlErrors.Locked());
            _waiting.Remove(entry);
        }
    }
}
