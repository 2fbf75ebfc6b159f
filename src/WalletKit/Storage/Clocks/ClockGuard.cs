using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using WalletKit.Storage.Clocks;

namespace WalletKit;

/// <summary>Reads the clock for commits, and refuses a clock that jumps ahead. Safe to call from several threads.</summary>
/// <remarks>
/// A store makes one guard for itself, and takes the time of each commit from it, because a commit under a wrong clock is recorded for good. A clock that leads its last
/// reading and the time that has passed since by more than <see cref="ClockOptions.MaxClockJump"/> is refused. The guard believes it once it has gone on evenly for
/// <see cref="ClockOptions.ClockSettleTime"/>. It believes the first reading as it is, so a process that starts is never refused.
/// </remarks>
public sealed partial class ClockGuard
{
    // Readings this close to the expected time leave the state alone, so that callers on many threads do not write it by turns.
    private const long Slack = 50 * TimeSpan.TicksPerMillisecond;

    // A quartz clock that is never set drifts by less than 200 millionths.
    private const long DriftShare = 5_000;

    // Far ahead of any clock, so that nothing leads it.
    private const long NotRead = long.MaxValue / 2;

    private readonly TimeProvider _timeProvider;
    private readonly SteadyClock _steady;
    private readonly ILogger _logger;
    private readonly long _maxJump;
    private readonly TimeSpan _settleTime;
    private readonly TimeSpan _maxGap;
    private readonly Lock _lock = new();

    // The reading of the clock, in ticks, at the moment when the steady clock stood at zero. It moves only as far as the clock was set.
    private long _offset = NotRead;
    private long _readAt;
    private Suspicion? _suspicion;
    private volatile bool _hasCompared;
    private TimeSpan? _gap;

    /// <summary>Creates a guard that has read nothing yet.</summary>
    /// <param name="timeProvider">The clock, and with its timestamps the time that passes.</param>
    /// <param name="options">The limits within which the clock is trusted; null for the defaults.</param>
    /// <param name="logger">The log of jumps of the clock; null for none.</param>
    /// <exception cref="ArgumentException">A setting breaks its rule; the message names it.</exception>
    public ClockGuard(TimeProvider timeProvider, ClockOptions? options = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        options ??= new ClockOptions();
        if (ClockOptionsRules.Check(options) is [var broken, ..])
        {
            throw new ArgumentException(broken, nameof(options));
        }

        _timeProvider = timeProvider;
        _steady = new SteadyClock(timeProvider);
        _logger = logger ?? NullLogger.Instance;
        (_maxJump, _settleTime, _maxGap) = (options.MaxClockJump.Ticks, options.ClockSettleTime, options.MaxGap);
    }

    /// <summary>Gets how far the clock has jumped ahead while the guard refuses it; null while the guard believes it.</summary>
    public TimeSpan? Jump => Volatile.Read(ref _suspicion)?.Lead;

    /// <summary>Gets how far the first commit was from the newest times in the store, where that is more than <see cref="ClockOptions.MaxGap"/>.</summary>
    /// <value>Positive where the commit came after those times, negative where it came before them; null where the gap is allowed.</value>
    public TimeSpan? Gap
    {
        get
        {
            lock (_lock)
            {
                return _gap;
            }
        }
    }

    /// <summary>Gets how far the clock may jump ahead: <see cref="ClockOptions.MaxClockJump"/>.</summary>
    public TimeSpan MaxJump => TimeSpan.FromTicks(_maxJump);

    /// <summary>Gets whether <see cref="Compare"/> was called, which a store does once, in its first commit.</summary>
    public bool HasCompared => _hasCompared;

    /// <summary>Returns how much time has passed since some fixed moment, in ticks of 100 nanoseconds.</summary>
    public long GetElapsedTicks() => _steady.Ticks;

    /// <summary>Reads the clock for a commit.</summary>
    /// <exception cref="WalletStoreException">The clock has jumped ahead and has not settled yet. Transient; nothing was written.</exception>
    public DateTimeOffset GetUtcNow()
    {
        // The order matters: a thread that is stopped between the two readings sees a clock that leads, which is checked again, and never a clock that lags.
        var elapsed = _steady.Ticks;
        return Check(_timeProvider.GetUtcNow(), elapsed);
    }

    /// <summary>Checks a reading of another clock than the provider's, such as a database server's.</summary>
    /// <param name="time">The reading.</param>
    /// <param name="elapsed">The result of <see cref="GetElapsedTicks"/> before the clock was read.</param>
    /// <returns>The reading.</returns>
    /// <exception cref="WalletStoreException">The clock has jumped ahead and has not settled yet. Transient; nothing was written.</exception>
    public DateTimeOffset Check(DateTimeOffset time, long elapsed)
    {
        var offset = time.UtcTicks - elapsed;
        var lead = offset - Volatile.Read(ref _offset);
        if (lead > _maxJump)
        {
            CheckJump(time);
        }
        else if (lead is > Slack or < -Slack || elapsed - Volatile.Read(ref _readAt) > TimeSpan.TicksPerHour || Volatile.Read(ref _suspicion) is not null)
        {
            Believe(offset, elapsed);
        }

        return time;
    }

    /// <summary>Reads the clock and reports its state. The guard sees a jump, and lets it settle, even while nothing is committed.</summary>
    public ClockReport Report()
    {
        var elapsed = _steady.Ticks;
        return Report(_timeProvider.GetUtcNow(), elapsed);
    }

    /// <summary>Reports the state of another clock than the provider's by one reading.</summary>
    /// <param name="time">The reading.</param>
    /// <param name="elapsed">The result of <see cref="GetElapsedTicks"/> before the clock was read.</param>
    public ClockReport Report(DateTimeOffset time, long elapsed)
    {
        try
        {
            Check(time, elapsed);
        }
        catch (WalletStoreException)
        {
            // The report says so.
        }

        return new ClockReport { Jump = Jump, Gap = Gap };
    }

    /// <summary>Compares the first commit with the newest times in the store. Refuses nothing; only the first call counts.</summary>
    /// <param name="now">The time of the commit, by the clock.</param>
    /// <param name="earliest">The earliest of the newest times, for a clock that is behind; null where the store has none.</param>
    /// <param name="latest">The latest of the newest times, for a clock that is ahead; null where the store has none.</param>
    public void Compare(DateTimeOffset now, DateTimeOffset? earliest, DateTimeOffset? latest)
    {
        lock (_lock)
        {
            if (_hasCompared)
            {
                return;
            }

            _hasCompared = true;
            _gap = now - latest > _maxGap ? now - latest : earliest - now > _maxGap ? now - earliest : null;
            if (_gap is { } gap)
            {
                LogGap(_logger, gap, _maxGap);
            }
        }
    }

    private void CheckJump(DateTimeOffset time)
    {
        lock (_lock)
        {
            // Read again, because the clock may have been read a while ago by now, or far away.
            var elapsed = _steady.Ticks;
            var offset = time.UtcTicks - elapsed;
            var lead = offset - _offset;
            if (lead <= _maxJump)
            {
                return;
            }

            if (lead <= _maxJump + ((elapsed - _readAt) / DriftShare))
            {
                Settle(offset, elapsed);
                return;
            }

            if (_suspicion is not { } suspicion || Math.Abs(offset - suspicion.Offset) > _maxJump)
            {
                suspicion = new Suspicion(offset, TimeSpan.FromTicks(lead), elapsed);
                Volatile.Write(ref _suspicion, suspicion);
                LogJumped(_logger, suspicion.Lead, _settleTime);
            }

            if (elapsed - suspicion.Since < _settleTime.Ticks)
            {
                throw new WalletStoreException(
                    StoreFailure.ClockJumped,
                    $"the clock has jumped ahead by {suspicion.Lead:c}, to {time:O}; commits are refused until it is set right, or has gone on evenly for {_settleTime:c}.");
            }

            Settle(offset, elapsed);
            LogBelieved(_logger, suspicion.Lead, _settleTime);
        }
    }

    private void Believe(long offset, long elapsed)
    {
        lock (_lock)
        {
            var lag = TimeSpan.FromTicks(_offset == NotRead ? 0 : _offset - offset);
            Settle(offset, elapsed);
            if (lag.Ticks > _maxJump)
            {
                LogSetBack(_logger, lag);
            }
        }
    }

    private void Settle(long offset, long elapsed)
    {
        Volatile.Write(ref _suspicion, null);
        Volatile.Write(ref _readAt, elapsed);
        Volatile.Write(ref _offset, offset);
    }

    /// <summary>A clock that jumped, and is watched.</summary>
    /// <param name="Offset">The offset after the jump, in the terms of <see cref="_offset"/>.</param>
    /// <param name="Lead">The lead of the clock over the expected time.</param>
    /// <param name="Since">The time at which the jump was seen, by the steady clock.</param>
    private sealed record Suspicion(long Offset, TimeSpan Lead, long Since);
}
