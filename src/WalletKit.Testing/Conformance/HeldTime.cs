namespace WalletKit.Testing.Conformance;

/// <summary>A clock that holds one reader after it has read the time, so that a check can act between the reading and its use.</summary>
internal sealed class HeldTime(TimeProvider clock) : TimeProvider, IDisposable
{
    private readonly TaskCompletionSource _released = new();
    private TaskCompletionSource<DateTimeOffset>? _next;

    public override long TimestampFrequency => clock.TimestampFrequency;

    /// <summary>Makes the next reader wait until it is released.</summary>
    /// <returns>The time that the reader reads; the task ends when it has read it.</returns>
    public Task<DateTimeOffset> HoldNext()
    {
        var next = new TaskCompletionSource<DateTimeOffset>(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _next, next);
        return next.Task;
    }

    public void Release() => _released.TrySetResult();

    public override DateTimeOffset GetUtcNow()
    {
        var time = clock.GetUtcNow();
        if (Interlocked.Exchange(ref _next, null) is { } next)
        {
            next.SetResult(time);
            _released.Task.GetAwaiter().GetResult();
        }

        return time;
    }

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);

    public void Dispose() => Release();
}
