namespace WalletKit.PostgreSql;

/// <summary>
/// The pauses between attempts, longer each time, for as long as the options allow. They take the system's clock, because they wait for the world outside.
/// </summary>
internal sealed class RetryPause(PostgreSqlStoreOptions options)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    private readonly long _began = Environment.TickCount64;
    private TimeSpan _next = First;

    /// <summary>Whether the time for attempts has passed.</summary>
    public bool IsOver => Environment.TickCount64 - _began >= options.RetryTimeout.TotalMilliseconds;

    /// <summary>Waits before another attempt. The wait is random, so that callers that failed together do not try again together.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromTicks((_next.Ticks / 2) + options.Random.NextInt64(_next.Ticks)), cancellationToken).ConfigureAwait(false);
        _next = _next * 2 < Longest ? _next * 2 : Longest;
    }
}
