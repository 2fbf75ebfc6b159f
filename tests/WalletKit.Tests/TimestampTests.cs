using CsCheck;
using WalletKit.Model;

namespace WalletKit.Tests;

public sealed class TimestampTests
{
    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(9, 0)]
    [InlineData(10, 1)]
    [InlineData(-1, -1)]
    [InlineData(-10, -1)]
    [InlineData(-11, -2)]
    public void A_time_is_cut_to_the_microsecond_at_or_before_it(long ticks, long microseconds)
    {
        Assert.Equal(microseconds, Timestamp.Of(Epoch.AddTicks(ticks)).Microseconds);
        Assert.Equal(Epoch.AddMicroseconds(microseconds), (DateTimeOffset)Timestamp.Of(Epoch.AddTicks(ticks)));
    }

    [Fact]
    public void The_offset_is_no_part_of_a_time()
    {
        Timestamp there = new DateTimeOffset(2026, 1, 1, 1, 0, 0, TimeSpan.FromHours(2));

        Assert.Equal(Timestamp.Of(new DateTimeOffset(2025, 12, 31, 23, 0, 0, TimeSpan.Zero)), there);
        Assert.Equal(TimeSpan.Zero, ((DateTimeOffset)there).Offset);
    }

    [Fact]
    public void Every_time_comes_back_less_than_a_microsecond_before_itself() =>
        Gen.Long[DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks].Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero)).Sample(time =>
        {
            DateTimeOffset back = Timestamp.Of(time);

            Assert.InRange((time - back).Ticks, 0, TimeSpan.TicksPerMicrosecond - 1);
            Assert.Equal(0, back.Ticks % TimeSpan.TicksPerMicrosecond);
        });

    [Fact]
    public void The_first_and_the_last_time_there_are_can_be_kept()
    {
        Assert.Equal(DateTimeOffset.MinValue, (DateTimeOffset)Timestamp.Of(DateTimeOffset.MinValue));
        Assert.Equal(DateTimeOffset.MaxValue.AddTicks(-9), (DateTimeOffset)Timestamp.Of(DateTimeOffset.MaxValue));
        Assert.Throws<OverflowException>(() => (DateTimeOffset)new Timestamp(long.MaxValue));
    }
}
