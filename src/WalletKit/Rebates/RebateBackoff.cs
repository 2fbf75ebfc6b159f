namespace WalletKit.Rebates;

/// <summary>Exponential backoff with jitter: each wait is drawn from the upper half of a range that doubles up to a bound.</summary>
internal static class RebateBackoff
{
    /// <param name="failures">The number of attempts that have failed, 1 or more.</param>
    /// <param name="options">The options with the first and the longest wait.</param>
    /// <param name="random">The source of the jitter, which keeps processors that failed together from trying again together.</param>
    public static TimeSpan After(int failures, RebateOptions options, Random random)
    {
        var ceiling = options.RetryDelay.Ticks;
        for (var i = 1; i < failures && ceiling < options.MaxRetryDelay.Ticks; i++)
        {
            ceiling = checked(ceiling * 2);
        }

        ceiling = Math.Min(ceiling, options.MaxRetryDelay.Ticks);
        return TimeSpan.FromTicks(random.NextInt64(ceiling / 2, ceiling + 1));
    }
}
