using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Writing;

/// <summary>
/// A writer of the store, with a connection of its own. It commits the waiting commands in groups. Commands on a wallet that another program keeps locked wait in the
/// lane, so that they keep nothing else waiting.
/// </summary>
internal sealed class PostgreSqlWriter : IAsyncDisposable
{
    private readonly PostgreSqlStoreOptions _options;
    private readonly GroupCommitter _committer;
    private readonly LockedLane _lane;
    private readonly Channel<WriteRequest<StagedChanges>> _queue;
    private readonly CommitGroup<StagedChanges> _group;
    private readonly Task _running;

    /// <summary>Begins to work.</summary>
    /// <param name="options">The settings of the store.</param>
    /// <param name="newCommitter">Makes a committer, which has a connection of its own.</param>
    public PostgreSqlWriter(PostgreSqlStoreOptions options, Func<GroupCommitter> newCommitter)
    {
        _options = options;
        _committer = newCommitter();
        _lane = new LockedLane(options, newCommitter);
        _queue = Channel.CreateBounded<WriteRequest<StagedChanges>>(new BoundedChannelOptions(options.QueueCapacity) { SingleReader = true });
        _group = _committer.NewGroup();

        // Nothing of the first caller's goes on here, an ambient transaction least of all.
        using var _ = ExecutionContext.SuppressFlow();
        _running = Task.Run(RunAsync);
    }

    /// <summary>Has work done in a transaction, together with what others have waiting.</summary>
    public ValueTask<T> ExecuteAsync<T>(WriteRequest<StagedChanges, T> request, CancellationToken cancellationToken) =>
        _queue.Writer.TryWrite(request) ? request.WaitAsync(cancellationToken) : EnqueueAsync(request, cancellationToken);

    /// <summary>Does what is waiting, takes no more, and gives its connections back.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _running.ConfigureAwait(false);
        await _lane.DisposeAsync().ConfigureAwait(false);
        await _committer.DisposeAsync().ConfigureAwait(false);
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
                _lane.Add(await _committer.CommitAsync(_group).ConfigureAwait(false));
            }
            else
            {
                await _lane.WaitForRoomAsync().ConfigureAwait(false);
            }
        }
    }

    // A request that has waited behind a server without answers for as long as a call may take is refused: its own attempt could take as long again.
    private bool TryRead([NotNullWhen(true)] out WriteRequest<StagedChanges>? request)
    {
        while (_queue.Reader.TryPeek(out var next) && !(next.IsJoined && _lane.IsFull) && _queue.Reader.TryRead(out request))
        {
            if (Environment.TickCount64 - request.AskedAt > _options.AnswerTimeout.TotalMilliseconds)
            {
                if (request.TryTake())
                {
                    request.Fail(PostgreSqlErrors.NeverSent(_options.AnswerTimeout));
                }
            }
            else if (request.IsJoined)
            {
                _lane.AddJoined(request);
            }
            else if (!_lane.TryJoin(request))
            {
                return true;
            }
        }

        request = null;
        return false;
    }
}
