using System.Threading.Tasks.Sources;

namespace WalletKit.Storage.Relational;

/// <summary>
/// Work for the writer, for which a caller waits. Either the writer takes it or the caller gives it up. The first of the two wins, so the writer
/// never does work that was given up.
/// </summary>
/// <typeparam name="TSession">The session in which the work is done.</typeparam>
internal abstract class WriteRequest<TSession>
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int GivenUp = 2;

    private int _state;
    private volatile bool _isUnwanted;

    /// <summary>The time of the call, in milliseconds of the system's uptime, because the wait for the file's lock takes real time.</summary>
    public long AskedAt { get; } = Environment.TickCount64;

    /// <summary>The weight of the request in the size of a commit: usually one for each command.</summary>
    public virtual int Weight => 1;

    /// <summary>Whether host code takes part in the work, so that it needs a transaction that host code can use.</summary>
    public virtual bool IsJoined => false;

    /// <summary>Whether the writer may do it: from here on the caller cannot give it up.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    /// <summary>Lets the caller give the request up again, because the writer does not do it yet. A caller that tried meanwhile has given it up.</summary>
    public void PutBack()
    {
        Interlocked.Exchange(ref _state, Waiting);
        if (_isUnwanted && TryGiveUp())
        {
            OnGivenUp();
        }
    }

    /// <summary>Does the work inside the writer's transaction. It may be called again where the transaction was rolled back.</summary>
    public abstract void Execute(TSession session, DateTimeOffset now);

    /// <summary>Tells the caller that the work is committed.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller why it is not known to be committed.</summary>
    public abstract void Fail(Exception exception);

    protected bool TryGiveUp()
    {
        _isUnwanted = true;
        return Interlocked.CompareExchange(ref _state, GivenUp, Waiting) == Waiting;
    }

    /// <summary>Tells the caller that its request was given up.</summary>
    protected abstract void OnGivenUp();
}

/// <summary>Work for the writer that has a result. It is its own task and is awaited once, because there is one request for each command.</summary>
internal abstract class WriteRequest<TSession, T> : WriteRequest<TSession>, IValueTaskSource<T>
{
    // The writer's thread must not run its callers' code.
    private ManualResetValueTaskSourceCore<T> _completion = new() { RunContinuationsAsynchronously = true };
    private bool _isCompleted;
    private T? _result;
    private Exception? _failure;
    private CancellationToken _cancellationToken;

    public sealed override void Execute(TSession session, DateTimeOffset now)
    {
        _failure = null;
        try
        {
            _result = Work(session, now);
        }
        catch (ParticipantFailedException exception) when (!exception.IsTransactionLost)
        {
            // The work was taken back, and its neighbors go on.
            _failure = ParticipantFailedException.CauseOf(exception);
        }
    }

    public sealed override void Complete()
    {
        if (!_isCompleted)
        {
            _isCompleted = true;
            if (_failure is { } failure)
            {
                _completion.SetException(failure);
            }
            else
            {
                _completion.SetResult(_result!);
            }
        }
    }

    public sealed override void Fail(Exception exception)
    {
        if (!_isCompleted)
        {
            _isCompleted = true;
            _completion.SetException(ParticipantFailedException.CauseOf(exception));
        }
    }

    /// <summary>Waits for the writer; gives the work up when the token is canceled before the writer has taken it.</summary>
    public ValueTask<T> WaitAsync(CancellationToken cancellationToken) =>
        cancellationToken.CanBeCanceled ? WaitOrGiveUpAsync(cancellationToken) : new(this, _completion.Version);

    T IValueTaskSource<T>.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<T>.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource<T>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    /// <summary>The work: reads and stages, or writes, inside the transaction.</summary>
    protected abstract T Work(TSession session, DateTimeOffset now);

    // The caller that gives the request up alone completes it, because the writer leaves such a request alone.
    protected sealed override void OnGivenUp() => _completion.SetException(new OperationCanceledException(_cancellationToken));

    private async ValueTask<T> WaitOrGiveUpAsync(CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        using var registration = cancellationToken.UnsafeRegister(
            static request =>
            {
                var self = (WriteRequest<TSession, T>)request!;
                if (self.TryGiveUp())
                {
                    self.OnGivenUp();
                }
            },
            this);
        return await new ValueTask<T>(this, _completion.Version).ConfigureAwait(false);
    }
}
