using System.Globalization;

namespace WalletKit.PostgreSql;

/// <summary>
/// The time of a call: the pauses between its attempts, longer each time, for as long as the options allow, and the end by which the last attempt must have its answer. It
/// takes the system's clock, because it waits for the world outside.
/// </summary>
internal sealed class RetryPause(PostgreSqlStoreOptions options)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    // Enough for the server to say that it refuses something.
    private static readonly TimeSpan LeastForAnswer = TimeSpan.FromMilliseconds(100);

    private readonly long _began = Environment.TickCount64;
    private TimeSpan _next = First;

    /// <summary>Whether the time for attempts has passed.</summary>
    public bool IsOver => Elapsed >= options.RetryTimeout;

    /// <summary>How long an attempt that begins now may wait for locks, in milliseconds, in the form that the server's setting takes.</summary>
    public string LockTimeout => Math.Max(1, (long)(options.RetryTimeout - Elapsed).TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    private TimeSpan Elapsed => TimeSpan.FromMilliseconds(Environment.TickCount64 - _began);

    /// <summary>Waits before another attempt. The wait is random, so that callers that failed together do not try again together.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromTicks((_next.Ticks / 2) + options.Random.NextInt64(_next.Ticks)), cancellationToken).ConfigureAwait(false);
        _next = _next * 2 < Longest ? _next * 2 : Longest;
    }

    /// <summary>Waits for an attempt until the end of the call's time. An attempt that takes longer goes on by itself, and nothing waits for it any more.</summary>
    /// <exception cref="TimeoutException">The time is over.</exception>
    public async Task<T> LimitAsync<T>(Task<T> attempt, CancellationToken cancellationToken)
    {
        await LimitAsync((Task)attempt, cancellationToken).ConfigureAwait(false);
        return await attempt.ConfigureAwait(false);
    }

    /// <inheritdoc cref="LimitAsync{T}(Task{T}, CancellationToken)"/>
    public Task LimitAsync(Task attempt, CancellationToken cancellationToken) => LimitAsync(attempt, options.AnswerTimeout, cancellationToken);

    /// <summary>The same for a call that has a time of its own.</summary>
    /// <exception cref="TimeoutException">The time is over.</exception>
    public async Task LimitAsync(Task attempt, TimeSpan time, CancellationToken cancellationToken)
    {
        var left = time - Elapsed;
        try
        {
            // The driver has limits of its own, but while it tells a server that does not answer to cancel, it waits without one.
            await attempt.WaitAsync(left > LeastForAnswer ? left : LeastForAnswer, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!attempt.IsCompleted)
        {
            Forget(attempt);
            throw new TimeoutException($"the server has not answered within {time}.");
        }
        catch (OperationCanceledException) when (!attempt.IsCompleted)
        {
            Forget(attempt);
            throw;
        }
    }

    /// <summary>The same for what must be disposed of, also where it comes too late.</summary>
    public async Task<T> OpenAsync<T>(ValueTask<T> attempt, CancellationToken cancellationToken)
        where T : IAsyncDisposable
    {
        var opening = attempt.AsTask();
        try
        {
            return await LimitAsync(opening, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!opening.IsFaulted && !opening.IsCanceled)
        {
            _ = DisposeLaterAsync(opening);
            throw;
        }
    }

    private static async Task DisposeLaterAsync<T>(Task<T> opening)
        where T : IAsyncDisposable
    {
        try
        {
            await (await opening.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Nothing was opened, or it had broken meanwhile.
        }
    }

    // Its failure is nobody's any more.
    private static void Forget(Task attempt) =>
        attempt.ContinueWith(static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
