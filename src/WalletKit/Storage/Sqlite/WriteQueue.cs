using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// The bounded queue between callers and the writer: callers wait asynchronously where it is full, in the order they came,
/// and the writer's thread sleeps where it is empty.
/// </summary>
internal sealed class WriteQueue : IDisposable
{
    private readonly Channel<WriteRequest<WriteSession>> _channel;
    private readonly ManualResetEventSlim _arrived = new();
    private readonly Action _arrive;
    private ValueTaskAwaiter<bool> _next;
    private bool _isAwaited;
    private volatile bool _hasArrived;
    private int _isWoken;

    public WriteQueue(int capacity)
    {
        _arrive = () =>
        {
            _hasArrived = true;
            _arrived.Set();
        };
        _channel = Channel.CreateBounded<WriteRequest<WriteSession>>(new BoundedChannelOptions(capacity)
        {
            SingleReader = true,
            // The writer is woken by its event on the caller's thread; callers that waited for room leave the writer's thread at once.
            AllowSynchronousContinuations = true,
        });
    }

    /// <summary>Puts work into the queue if there is room.</summary>
    public bool TryEnqueue(WriteRequest<WriteSession> request) => _channel.Writer.TryWrite(request);

    /// <summary>Puts work into the queue as soon as there is room.</summary>
    /// <returns>Whether the queue still takes work.</returns>
    public async ValueTask<bool> EnqueueAsync(WriteRequest<WriteSession> request, CancellationToken cancellationToken)
    {
        var isQueued = true;
        try
        {
            await _channel.Writer.WriteAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            isQueued = false;
        }

        // A caller that had to wait goes on here on the thread that made room, which is the writer's.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return isQueued;
    }

    /// <summary>The number of requests that wait now.</summary>
    public int Count => _channel.Reader.Count;

    public bool TryPeek([NotNullWhen(true)] out WriteRequest<WriteSession>? request) => _channel.Reader.TryPeek(out request);

    public bool TryDequeue([NotNullWhen(true)] out WriteRequest<WriteSession>? request) => _channel.Reader.TryRead(out request);

    /// <summary>Blocks the writer's own thread until there is work, or <see cref="Wake"/> is called.</summary>
    /// <returns>False where the queue is closed and empty.</returns>
    public bool WaitForWork()
    {
        if (!_isAwaited)
        {
#pragma warning disable CA2012 // The result is asked for once, after the task has completed: at once, or when its continuation runs.
            _next = _channel.Reader.WaitToReadAsync(CancellationToken.None).GetAwaiter();
#pragma warning restore CA2012
            if (_next.IsCompleted)
            {
                return _next.GetResult();
            }

            (_isAwaited, _hasArrived) = (true, false);
            _next.UnsafeOnCompleted(_arrive);
        }

        while (!_hasArrived)
        {
            if (Interlocked.Exchange(ref _isWoken, 0) == 1)
            {
                return true;
            }

            _arrived.Wait();

            // The event is reset before the queue is looked at again, so that no request is missed that comes from here on.
            _arrived.Reset();
        }

        _isAwaited = false;
        return _next.GetResult();
    }

    /// <summary>Has the writer's thread look up where it waits for work, though there may be none. Any thread may call it.</summary>
    public void Wake()
    {
        Volatile.Write(ref _isWoken, 1);
        _arrived.Set();
    }

    /// <summary>Takes no more work. The work in the queue is still done.</summary>
    public void Close() => _channel.Writer.TryComplete();

    public void Dispose() => _arrived.Dispose();
}
