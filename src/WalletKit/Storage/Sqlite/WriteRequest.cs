namespace WalletKit.Storage.Sqlite;

/// <summary>
/// Work for the writer, with the caller who waits for it. Either the writer takes it or the caller gives it up; whoever is
/// first wins, so what was given up is never done.
/// </summary>
internal abstract class WriteRequest
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int GivenUp = 2;

    private int _state;

    /// <summary>When the caller asked, in milliseconds of the system's uptime, as the file's lock is waited for in real time.</summary>
    public long AskedAt { get; } = Environment.TickCount64;

    /// <summary>Whether the writer may do it: from here on the caller cannot give it up.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    /// <summary>Does the work inside the writer's transaction. It may be called again where the transaction was rolled back.</summary>
    public abstract void Execute(WriteSession session, DateTimeOffset now);

    /// <summary>Tells the caller that the work is committed.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller why it is not known to be committed.</summary>
    public abstract void Fail(Exception exception);

    protected bool TryGiveUp() => Interlocked.CompareExchange(ref _state, GivenUp, Waiting) == Waiting;
}

/// <summary>Work for the writer that has a result.</summary>
internal abstract class WriteRequest<T> : WriteRequest
{
    // The writer's thread must not run its callers' code.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public sealed override void Execute(WriteSession session, DateTimeOffset now) => _result = Work(session, now);

    public sealed override void Complete() => _completion.TrySetResult(_result!);

    public sealed override void Fail(Exception exception) => _completion.TrySetException(exception);

    /// <summary>Waits for the writer; gives the work up when the token is canceled before the writer has taken it.</summary>
    public ValueTask<T> WaitAsync(CancellationToken cancellationToken) =>
        cancellationToken.CanBeCanceled ? WaitOrGiveUpAsync(cancellationToken) : new(_completion.Task);

    /// <summary>The work: reads and stages, or writes, inside the transaction.</summary>
    protected abstract T Work(WriteSession session, DateTimeOffset now);

    private async ValueTask<T> WaitOrGiveUpAsync(CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(
            static (request, token) =>
            {
                var self = (WriteRequest<T>)request!;
                if (self.TryGiveUp())
                {
                    self._completion.TrySetCanceled(token);
                }
            },
            this);
        return await _completion.Task.ConfigureAwait(false);
    }
}
