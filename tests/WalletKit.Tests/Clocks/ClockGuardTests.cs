using System.Globalization;
using Microsoft.Extensions.Logging;
using WalletKit.Commands;
using WalletKit.Storage.Clocks;
using WalletKit.Testing.Model.Running;
using WalletKit.Tests.Security;

namespace WalletKit.Tests.Clocks;

public sealed class ClockGuardTests : IDisposable
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    private readonly SettableClock _time = new(Begin);
    private readonly CapturedLog _log = new();
    private readonly ClockGuard _guard;

    public ClockGuardTests() => _guard = new ClockGuard(_time, logger: _log.CreateLogger("clock"));

    public void Dispose() => _log.Dispose();

    [Fact]
    public void The_first_reading_is_believed_whatever_it_shows()
    {
        foreach (var time in new[] { DateTimeOffset.MinValue, Begin + Year, DateTimeOffset.MaxValue })
        {
            Jump(time - _time.GetUtcNow());

            Assert.Equal(time, new ClockGuard(_time).GetUtcNow());
        }
    }

    [Fact]
    public void A_clock_that_goes_on_with_the_time_is_believed_however_long_nobody_looked()
    {
        _guard.GetUtcNow();
        _time.Advance(10 * Year);

        Assert.Equal(Begin + (10 * Year), _guard.GetUtcNow());
        Assert.Null(_guard.Jump);
    }

    [Fact]
    public void A_clock_that_drifted_while_nobody_looked_is_believed_and_a_jump_beside_the_drift_is_not()
    {
        _guard.GetUtcNow();
        var month = TimeSpan.FromDays(30);
        _time.Advance(month);
        Jump(Minute + (month / 5_000));
        Assert.Equal(_time.GetUtcNow(), _guard.GetUtcNow());

        // The guard looks at the clock each hour, so the clock has no time to drift.
        for (var hour = 0; hour < 24 * 30; hour++)
        {
            _time.Advance(TimeSpan.FromHours(1) + TimeSpan.FromTicks(1));
            _guard.GetUtcNow();
        }

        Jump(Minute + TimeSpan.FromSeconds(2));
        AssertRefused();
    }

    [Fact]
    public void A_clock_may_lead_by_as_much_as_is_allowed_and_no_more()
    {
        _guard.GetUtcNow();
        Jump(Minute);
        Assert.Equal(Begin + Minute, _guard.GetUtcNow());

        Jump(Minute + TimeSpan.FromTicks(1));

        var refusal = AssertRefused();
        Assert.Equal(("store_clock_jumped", true, false), (refusal.Code, refusal.IsTransient, refusal.OutcomeUnknown));
        Assert.Equal(
            "the clock has jumped ahead by 00:01:00.0000001, to 2026-01-31T12:02:00.0000001+00:00; commits are refused until it is set right, or has gone on evenly for 00:05:00.", refusal.Message);
        Assert.Equal(Minute + TimeSpan.FromTicks(1), _guard.Jump);
    }

    [Fact]
    public void A_jump_is_believed_once_the_clock_has_gone_on_evenly_for_the_settle_time_and_both_are_logged_as_critical()
    {
        _guard.GetUtcNow();
        Jump(Year);
        AssertRefused();
        _time.Advance((5 * Minute) - TimeSpan.FromTicks(1));
        AssertRefused();

        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(Begin + Year + (5 * Minute), _guard.GetUtcNow());
        Assert.Null(_guard.Jump);
        Assert.Equal(
            [
                (LogLevel.Critical, "The clock has jumped ahead by 365.00:00:00. Commits are refused until it is set right, or has gone on evenly for 00:05:00."),
                (LogLevel.Critical, "The clock, which jumped ahead by 365.00:00:00, has gone on evenly for 00:05:00. It is believed, and commits are taken again."),
            ],
            _log.Lines.Select(line => (line.Level, line.Message)));
        _time.Advance(Minute);
        Assert.Equal(Begin + Year + (6 * Minute), _guard.GetUtcNow());
    }

    [Fact]
    public void A_clock_that_jumps_again_begins_to_settle_again()
    {
        _guard.GetUtcNow();
        Jump(Year);
        AssertRefused();
        _time.Advance(4 * Minute);
        Jump(2 * Minute);
        AssertRefused();

        _time.Advance((5 * Minute) - TimeSpan.FromTicks(1));
        AssertRefused();
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(_time.GetUtcNow(), _guard.GetUtcNow());
    }

    [Fact]
    public void A_clock_that_is_set_right_is_believed_at_once_and_a_jump_after_that_settles_anew()
    {
        _guard.GetUtcNow();
        Jump(Year);
        AssertRefused();
        _time.Advance(4 * Minute);
        Jump(-Year);
        Assert.Equal(Begin + (4 * Minute), _guard.GetUtcNow());
        Assert.Null(_guard.Jump);

        _time.Advance(4 * Minute);
        Jump(Year);

        AssertRefused();
    }

    [Fact]
    public void A_clock_that_is_set_back_is_believed_and_leads_when_it_is_set_forward_again()
    {
        _guard.GetUtcNow();
        Jump(-Year);
        Assert.Equal(Begin - Year, _guard.GetUtcNow());
        Assert.Equal(
            (LogLevel.Warning, "The clock was set back by 365.00:00:00. Wallets that are ahead of it keep their time until it catches up."),
            Assert.Single(_log.Lines) is var line ? (line.Level, line.Message) : default);

        Jump(Year);

        AssertRefused();
    }

    [Fact]
    public void A_reading_that_took_long_is_no_jump()
    {
        var elapsed = _guard.GetElapsedTicks();
        _guard.GetUtcNow();
        _time.Advance(Year);

        Assert.Equal(Begin + Year, _guard.Check(_time.GetUtcNow(), elapsed));
    }

    [Fact]
    public void Time_for_which_a_machine_was_suspended_and_did_not_count_it_is_believed_after_the_settle_time()
    {
        // The clock went on while the elapsed time stood still.
        _guard.GetUtcNow();
        Jump(TimeSpan.FromHours(8));
        AssertRefused();
        _time.Advance(5 * Minute);

        Assert.Equal(Begin.AddHours(8).AddMinutes(5), _guard.GetUtcNow());
    }

    [Fact]
    public void The_largest_jump_of_the_clock_and_its_settling_time_can_be_set()
    {
        var guard = new ClockGuard(_time, new ClockOptions { MaxClockJump = 10 * Minute, ClockSettleTime = TimeSpan.Zero });
        guard.GetUtcNow();
        Jump(10 * Minute);
        Assert.Equal(_time.GetUtcNow(), guard.GetUtcNow());
        Jump(Year);

        // Without a settling time, only the log shows the jump.
        Assert.Equal(_time.GetUtcNow(), guard.GetUtcNow());
    }

    [Fact]
    public async Task No_caller_of_many_gets_a_time_to_which_the_clock_has_jumped()
    {
        _guard.GetUtcNow();
        var readings = Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            var latest = DateTimeOffset.MinValue;
            for (var i = 0; i < 2_000; i++)
            {
                try
                {
                    latest = _guard.GetUtcNow() is var time && time > latest ? time : latest;
                }
                catch (WalletStoreException)
                {
                    return latest;
                }
            }

            return latest;
        })).ToArray();
        Jump(Year);

        Assert.All(await Task.WhenAll(readings), latest => Assert.True(latest <= Begin));
        AssertRefused();
    }

    [Theory]
    [InlineData(-31, -31, 31)]
    [InlineData(-30, -30, null)]
    [InlineData(-400, -30, null)]
    [InlineData(30, 30, null)]
    [InlineData(30, 400, null)]
    [InlineData(31, 400, -31)]
    public void The_first_commit_is_compared_with_the_newest_times_in_the_store(int earliest, int latest, int? gap)
    {
        Assert.False(_guard.HasCompared);

        _guard.Compare(Begin, Begin.AddDays(earliest), Begin.AddDays(latest));

        Assert.Equal(gap is { } days ? TimeSpan.FromDays(days) : null, _guard.Gap);
        Assert.Equal(gap is null ? [] : [LogLevel.Critical], _log.Lines.Select(line => line.Level));
        Assert.True(_guard.HasCompared);
        _guard.Compare(Begin, Begin.AddDays(99), Begin.AddDays(99));
        Assert.Equal(gap is null, _guard.Gap is null);
        Assert.Equal(_guard.Gap, _guard.Report().Gap);
    }

    [Fact]
    public void An_empty_store_has_nothing_to_compare_with()
    {
        _guard.Compare(Begin, null, null);

        Assert.Null(_guard.Gap);
    }

    [Theory]
    [InlineData("MaxClockJump is 00:00:00.9990000; it must be from 00:00:01 to 3660.00:00:00", 0.999, 300, 60)]
    [InlineData("ClockSettleTime is -00:00:01; it must be from 00:00:00 to 1.00:00:00", 60, -1, 60)]
    [InlineData("ClockSettleTime is 1.00:00:01; it must be from 00:00:00 to 1.00:00:00", 60, 86_401, 60)]
    [InlineData("MaxGap is 00:00:59; it must be from 00:01:00 to 3660.00:00:00", 60, 300, 59)]
    public void A_setting_out_of_its_range_is_refused_by_name(string expected, double jump, double settle, double gap)
    {
        var options = new ClockOptions { MaxClockJump = TimeSpan.FromSeconds(jump), ClockSettleTime = TimeSpan.FromSeconds(settle), MaxGap = TimeSpan.FromSeconds(gap) };

        var refusal = Assert.Throws<ArgumentException>(() => new ClockGuard(_time, options));

        Assert.StartsWith($"ClockOptions.{expected}.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_systems_time_goes_on_while_the_machine_is_suspended()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.Is64BitProcess, "Linux says how long it is up, suspended or not.");
        var uptime = decimal.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture);

        var ticks = new SteadyClock(TimeProvider.System).Ticks;

        Assert.InRange((ticks / (decimal)TimeSpan.TicksPerSecond) - uptime, -0.02m, 60m);
    }

    [Fact]
    public void The_time_of_a_provider_is_that_of_its_timestamps()
    {
        var steady = new SteadyClock(_time);
        Jump(Year);
        Assert.Equal(0, steady.Ticks);

        _time.Advance(Minute);

        Assert.Equal(Minute.Ticks, steady.Ticks);
    }

    // Only the clock changes, as if an operator had set it.
    private void Jump(TimeSpan by) => _time.Set(by);

    private WalletStoreException AssertRefused()
    {
        var refusal = Assert.Throws<WalletStoreException>(() => _guard.GetUtcNow());
        Assert.Equal(StoreFailure.ClockJumped, refusal.Failure);
        return refusal;
    }
}
