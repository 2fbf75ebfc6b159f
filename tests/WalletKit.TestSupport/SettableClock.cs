using Microsoft.Extensions.Time.Testing;

namespace WalletKit.TestSupport;

/// <summary>A clock that can be set without a change of the elapsed time, and an elapsed time that advances when the test says so.</summary>
public sealed class SettableClock(DateTimeOffset begin) : TimeProvider
{
    private readonly FakeTimeProvider _time = new(begin);
    private long _setBy;

    public override long TimestampFrequency => _time.TimestampFrequency;

    /// <summary>Lets time pass; the clock shows it.</summary>
    public void Advance(TimeSpan by) => _time.Advance(by);

    /// <summary>Sets the clock forward, or back.</summary>
    public void Set(TimeSpan by) => Interlocked.Add(ref _setBy, by.Ticks);

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow().AddTicks(Interlocked.Read(ref _setBy));

    public override long GetTimestamp() => _time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _time.CreateTimer(callback, state, dueTime, period);
}
