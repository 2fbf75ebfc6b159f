using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace WalletKit.Storage.Clocks;

/// <summary>
/// Reads the clock for commits, and does not believe one that jumps ahead: a commit under a wrong clock is recorded for good. A store makes one guard when
/// it is made, and takes the time of each commit from it. Safe to call from several threads.
/// </summary>
/// <remarks>
/// A clock that leads its last reading and the time that has passed since by more than <see cref="ClockOptions.MaxClockJump"/> is refused. Once it has gone
/// on evenly for <see cref="ClockOptions.ClockSettleTime"/> it is believed. The first reading is believed as it is.
/// </remarks>
public sealed partial class ClockGuard
{
    // Readings this close to what was expected leave the state alone, so that callers on many threads do not write it by turns.
    private const long Slack = 50 * TimeSpan.TicksPerMillisecond;

    // Far ahead of any clock, so that nothing leads it.
    private const long NotRead = long.MaxValue / 2;

    private readonly TimeProvider _timeProvider;
    private readonly SteadyClock _steady;
    private readonly ILogger _logger;
    private readonly long _maxJump;
    private readonly TimeSpan _settleTime;
    private readonly TimeSpan _maxGap;
    private readonly Lock _lock = new();

    // What the clock showed when the steady one stood at zero, in ticks. It moves only as far as the clock was set.
    private long _offset = NotRead;
    private Suspicion? _suspicion;
    private volatile bool _hasCompared;
    private TimeSpan? _gap;

    /// <summary>Makes a guard that has read nothing yet.</summary>
    /// <param name="timeProvider">The clock, and with its timestamps the time that passes.</param>
    /// <param name="options">How far it is trusted; null for the defaults.</param>
    /// <param name="logger">Where it is logged that the clock jumped; null for nowhere.</param>
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

    /// <summary>By how much the clock has jumped ahead, as long as it is refused for that; null where it is believed.</summary>
    public TimeSpan? Jump => Volatile.Read(ref _suspicion)?.Lead;

    /// <summary>
    /// How far the first commit was from the newest times in the store, where that is more than <see cref="ClockOptions.MaxGap"/>: positive where it came after them,
    /// negative where it came before them. Null where it was near them, and where there is nothing to compare.
    /// </summary>
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

    /// <summary>How far the clock may run ahead of itself, as <see cref="ClockOptions.MaxClockJump"/> says.</summary>
    public TimeSpan MaxJump => TimeSpan.FromTicks(_maxJump);

    /// <summary>Whether <see cref="Compare"/> was called: a store does so once, in its first commit.</summary>
    public bool HasCompared => _hasCompared;

    /// <summary>How much time has passed since some moment, in ticks of 100 nanoseconds: what to give <see cref="Check"/> for a clock that is read elsewhere.</summary>
    public long GetElapsedTicks() => _steady.Ticks;

    /// <summary>Reads the clock for a commit.</summary>
    /// <exception cref="WalletStoreException">It has jumped ahead and is not believed yet. Transient; nothing was written.</exception>
    public DateTimeOffset GetUtcNow()
    {
        // In this order: a thread that is stopped between the two sees a clock that leads, which is looked at again, and never one that lags.
        var elapsed = _steady.Ticks;
        return Check(_timeProvider.GetUtcNow(), elapsed);
    }

    /// <summary>Checks a reading of a clock that is not the provider's, such as a database server's.</summary>
    /// <param name="time">What the clock showed.</param>
    /// <param name="elapsed">What <see cref="GetElapsedTicks"/> returned before the clock was asked.</param>
    /// <returns>The reading.</returns>
    /// <exception cref="WalletStoreException">It has jumped ahead and is not believed yet. Transient; nothing was written.</exception>
    public DateTimeOffset Check(DateTimeOffset time, long elapsed)
    {
        var offset = time.UtcTicks - elapsed;
        var lead = offset - Volatile.Read(ref _offset);
        if (lead > _maxJump)
        {
            CheckJump(time);
        }
        else if (lead is > Slack or < -Slack || Volatile.Read(ref _suspicion) is not null)
        {
            Believe(offset);
        }

        return time;
    }

    /// <summary>Reads the clock, so that a jump is seen and gets over while nothing is committed, and says what the guard makes of it.</summary>
    public ClockReport Report()
    {
        var elapsed = _steady.Ticks;
        return Report(_timeProvider.GetUtcNow(), elapsed);
    }

    /// <summary>The same for a reading of a clock that is not the provider's.</summary>
    /// <param name="time">What the clock showed.</param>
    /// <param name="elapsed">What <see cref="GetElapsedTicks"/> returned before the clock was asked.</param>
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

    /// <summary>Compares the first commit with the newest times in the store; calls after the first do nothing. Refuses nothing.</summary>
    /// <param name="now">The time of the commit, by the clock.</param>
    /// <param name="earliest">The earliest of the newest times: what is behind it by the most that is allowed is too far behind. Null where there are none.</param>
    /// <param name="latest">The latest of them, beyond which it is too far ahead. Null where there are none.</param>
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
            // Read again, as the clock may have been read a while ago by now, or far away.
            var elapsed = _steady.Ticks;
            var offset = time.UtcTicks - elapsed;
            var lead = offset - Volatile.Read(ref _offset);
            if (lead <= _maxJump)
            {
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

            Volatile.Write(ref _suspicion, null);
            Volatile.Write(ref _offset, offset);
            LogBelieved(_logger, suspicion.Lead, _settleTime);
        }
    }

    private void Believe(long offset)
    {
        lock (_lock)
        {
            var lag = TimeSpan.FromTicks(_offset == NotRead ? 0 : _offset - offset);
            Volatile.Write(ref _suspicion, null);
            Volatile.Write(ref _offset, offset);
            if (lag.Ticks > _maxJump)
            {
                LogSetBack(_logger, lag);
            }
        }
    }

    /// <summary>A clock that jumped, and is watched.</summary>
    /// <param name="Offset">Where it jumped to, as <see cref="_offset"/>.</param>
    /// <param name="Lead">How far that is ahead of what was expected.</param>
    /// <param name="Since">When it was seen, by the steady clock.</param>
    private sealed record Suspicion(long Offset, TimeSpan Lead, long Since);
}
