using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Writing;

/// <summary>
/// The requests of a writer that wait for wallets which other transactions keep locked. They wait on a connection of their own, for one wallet at a time, and hold no
/// other lock meanwhile. As long as a wallet has a request here, every later request about the wallet joins it, so that they keep their order.
/// </summary>
internal sealed class LockedLane : IAsyncDisposable
{
    private readonly PostgreSqlStoreOptions _options;
    private readonly GroupCommitter _committer;
    private readonly CommitGroup<StagedChanges> _group;
    private readonly Lock _gate = new();

    // All requests, also the requests that are being committed, in the order in which they came; and the wallets that they are about.
    private readonly List<WriteRequest<StagedChanges>> _waiting = [];
    private readonly HashSet<WalletId> _wallets = [];
    private bool _isRunning;
    private Task _running = Task.CompletedTask;

    /// <summary>Makes an empty lane.</summary>
    /// <param name="options">The settings of the store.</param>
    /// <param name="committer">The committer, which belongs to the lane.</param>
    public LockedLane(PostgreSqlStoreOptions options, GroupCommitter committer)
    {
        _options = options;
        _committer = committer;
        _group = committer.NewGroup();
    }

    /// <summary>Adds a request if one of its wallets has a request here. Returns whether it did.</summary>
    public bool TryJoin(WriteRequest<StagedChanges> request)
    {
        lock (_gate)
        {
            if (_waiting.Count == 0 || !IWalletRequest.WalletsOf(request).Any(_wallets.Contains))
            {
                return false;
            }

            if (_waiting.Count < _options.QueueCapacity)
            {
                Append(request);
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
                Append(request);
            }

            if (!_isRunning)
            {
                _isRunning = true;
                _running = Task.Run(RunAsync);
            }
        }
    }

    /// <summary>Does what is waiting, or refuses it once it has waited its time, and gives the connection back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _running.ConfigureAwait(false);
        await _committer.DisposeAsync().ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        HashSet<WalletId> locked = [];
        WalletId? waitFor = null;
        for (var turn = 0; HasWork(); turn++)
        {
            var found = new HashSet<WalletId>();
            Take(locked, waitFor);
            var isStuck = await TryCommitAsync(found, waitFor).ConfigureAwait(false);

            // A request with host code is committed alone, and holds no lock that is not its own.
            var joined = TakeJoined(waitFor, turn);
            isStuck &= await TryCommitAsync(found, joined is not null && IsAbout(joined, waitFor) ? waitFor : null).ConfigureAwait(false);

            // Where nothing could be committed, the lane stands in the queue for a lock, for each wallet in its turn. It looks at all wallets again after each wait,
            // because a wait that is in vain shows nothing of the wallets beside.
            locked = found;
            waitFor = waitFor is null && isStuck && locked.Count > 0 ? locked.ElementAt(turn % locked.Count) : null;
        }
    }

    /// <returns>Whether nothing of the group could be committed, or nothing is in it.</returns>
    private async Task<bool> TryCommitAsync(HashSet<WalletId> locked, WalletId? waitFor)
    {
        if (_group.Count == 0)
        {
            return true;
        }

        var count = _group.Count;
        var deferred = await _committer.CommitAsync(_group, waitFor).ConfigureAwait(false);
        Settle(deferred);
        locked.UnionWith(_committer.Locked);
        return deferred.Count == count;
    }

    private bool HasWork()
    {
        lock (_gate)
        {
            return _isRunning = _waiting.Count > 0;
        }
    }

    // One request is enough to see whether a wallet that was locked a moment ago still is. The other requests about it would fill the commit for nothing.
    private void Take(HashSet<WalletId> locked, WalletId? waitFor)
    {
        _group.Clear();
        var unprobed = locked.Where(walletId => walletId != waitFor).ToHashSet();
        var weight = 0;
        var passedOver = new HashSet<WalletId>();
        lock (_gate)
        {
            for (var i = 0; i < _waiting.Count && weight < _options.MaxCommandsPerCommit; i++)
            {
                var request = _waiting[i];
                if (request.IsJoined || IWalletRequest.WalletsOf(request).Any(passedOver.Contains))
                {
                    passedOver.UnionWith(IWalletRequest.WalletsOf(request));
                }
                else if (request.TryTake())
                {
                    weight += request.Weight;
                    _group.Add(request);
                    passedOver.UnionWith(IWalletRequest.WalletsOf(request).Where(unprobed.Contains));
                }
                else
                {
                    // Its caller has given it up.
                    _waiting.RemoveAt(i--);
                }
            }
        }
    }

    /// <summary>
    /// Takes one of the requests with host code that stand behind no other request about their wallets: a request about the wallet that the commit waits for, or each in its turn.
    /// </summary>
    private WriteRequest<StagedChanges>? TakeJoined(WalletId? waitFor, int turn)
    {
        _group.Clear();
        lock (_gate)
        {
            var before = new HashSet<WalletId>();
            var free = new List<WriteRequest<StagedChanges>>();
            foreach (var request in _waiting)
            {
                if (request.IsJoined && !IWalletRequest.WalletsOf(request).Any(before.Contains))
                {
                    free.Add(request);
                }

                before.UnionWith(IWalletRequest.WalletsOf(request));
            }

            if (free.Count == 0)
            {
                return null;
            }

            var next = free.Find(request => IsAbout(request, waitFor)) ?? free[turn % free.Count];
            if (next.TryTake())
            {
                _group.Add(next);
                return next;
            }

            // Its caller has given it up.
            _waiting.Remove(next);
            return null;
        }
    }

    private void Settle(IReadOnlyList<WriteRequest<StagedChanges>> deferred)
    {
        lock (_gate)
        {
            // The committer has left in the group what it has answered.
            _waiting.RemoveAll(_group.Requests.ToHashSet().Contains);
            foreach (var request in deferred)
            {
                request.PutBack();
            }

            foreach (var request in _waiting.Where(IsOverdue))
            {
                // A request that its caller gives up is removed by the next look.
                if (request.TryTake())
                {
                    request.Fail(PostgreSqlErrors.Locked());
                }
            }

            // A request may have been found to be about more wallets than it names.
            _wallets.Clear();
            _wallets.UnionWith(_waiting.SelectMany(IWalletRequest.WalletsOf));
        }
    }

    private static bool IsAbout(WriteRequest<StagedChanges> request, WalletId? walletId) => IWalletRequest.WalletsOf(request).Any(each => each == walletId);

    private bool IsOverdue(WriteRequest<StagedChanges> request) => Environment.TickCount64 - request.AskedAt >= _options.RetryTimeout.TotalMilliseconds;

    private void Append(WriteRequest<StagedChanges> request)
    {
        _waiting.Add(request);
        _wallets.UnionWith(IWalletRequest.WalletsOf(request));
    }
}
