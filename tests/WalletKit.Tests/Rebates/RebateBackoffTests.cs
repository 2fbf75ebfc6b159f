using CsCheck;
using WalletKit.Rebates;

namespace WalletKit.Tests.Rebates;

public sealed class RebateBackoffTests
{
    private static readonly RebateOptions Options = new() { RetryDelay = TimeSpan.FromSeconds(1), MaxRetryDelay = TimeSpan.FromMinutes(1) };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(6, 32)]
    [InlineData(7, 60)]
    [InlineData(8, 60)]
    [InlineData(1_000, 60)]
    [InlineData(int.MaxValue, 60)]
    public void The_longest_wait_doubles_with_each_failure_up_to_its_bound(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RebateBackoff.After(failures, Options, new Extreme(isHighest: true)));

    [Theory]
    [InlineData(1, 500)]
    [InlineData(2, 1_000)]
    [InlineData(1_000, 30_000)]
    public void The_shortest_wait_is_half_of_the_longest(int failures, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), RebateBackoff.After(failures, Options, new Extreme(isHighest: false)));

    [Fact]
    public void No_wait_leaves_its_bounds_or_overflows_whatever_the_settings()
    {
        var delay = Gen.Long[TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerDay];
        Gen.Select(delay, Gen.Long[0, TimeSpan.TicksPerDay * 29], Gen.Int[1, 1_000], Gen.Int).Sample((first, more, failures, seed) =>
        {
            var options = new RebateOptions { RetryDelay = TimeSpan.FromTicks(first), MaxRetryDelay = TimeSpan.FromTicks(first + more) };
            var ceiling = Math.Min(first * Math.Pow(2, failures - 1), first + more);

            var wait = RebateBackoff.After(failures, options, new Random(seed)).Ticks;

            Assert.InRange(wait, (long)(ceiling / 2) - 1, (long)ceiling);
        }, iter: 10_000);
    }

    [Fact]
    public void The_jitter_comes_from_the_random_source_that_was_given()
    {
        var waits = Enumerable.Range(0, 100).Select(_ => RebateBackoff.After(3, Options, new Random(7))).Distinct();
        Assert.Single(waits);

        var random = new Random(7);
        Assert.True(Enumerable.Range(0, 100).Select(_ => RebateBackoff.After(3, Options, random)).Distinct().Count() > 90);
    }

    private sealed class Extreme(bool isHighest) : Random
    {
        public override long NextInt64(long minValue, long maxValue) => isHighest ? maxValue - 1 : minValue;
    }
}
