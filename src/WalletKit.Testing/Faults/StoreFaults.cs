using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Faults;

/// <summary>The faults that calls to a store meet: some on command, the others by chance.</summary>
/// <remarks>All members may be used by any number of threads.</remarks>
public sealed class StoreFaults
{
    // The shortest delay of a timer: a timer cuts anything shorter to nothing.
    private static readonly TimeSpan MinDelay = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _timeProvider;
    private readonly Random _random;
    private readonly Queue<(FaultKind Kind, StoreOperations Operations)> _commanded = new();
    private FaultKind[] _kinds = Enum.GetValues<FaultKind>();
    private double _rate;
    private TimeSpan _delay = MinDelay * 10;
    private long _count;

    internal StoreFaults(TimeProvider timeProvider, int seed)
    {
        _timeProvider = timeProvider;
        _random = new Random(seed);
    }

    /// <summary>Gets or sets the share of calls that meet a fault by chance, from 0 to 1. Default: 0.</summary>
    /// <remarks>With the same seed, calls made one after another meet the same faults.</remarks>
    public double Rate
    {
        get => _rate;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(value is >= 0 and <= 1, true, nameof(value));
            _rate = value;
        }
    }

    /// <summary>Gets or sets the kinds of faults that come by chance, each equally often. Default: all.</summary>
    public IReadOnlyList<FaultKind> Kinds
    {
        get => _kinds;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            ArgumentOutOfRangeException.ThrowIfZero(value.Count, nameof(value));
            _kinds = [.. value];
        }
    }

    /// <summary>Gets or sets the calls that meet faults by chance. Default: all.</summary>
    public StoreOperations Operations { get; set; } = StoreOperations.All;

    /// <summary>Gets or sets the reason of a failed call. Default: <see cref="StoreFailure.InputOutput"/>.</summary>
    public StoreFailure Failure { get; set; } = StoreFailure.InputOutput;

    /// <summary>Gets or sets the duration of a delay, in whole milliseconds. Default: 10 milliseconds.</summary>
    /// <remarks>Zero means no delay. Otherwise a delay is 1 to 4,294,967,294 milliseconds, which is 49 days.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is below zero, between zero and 1 millisecond, or past the maximum.</exception>
    public TimeSpan Delay
    {
        get => _delay;
        set
        {
            if (value != TimeSpan.Zero)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(value, MinDelay);
                ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxDelay);
            }

            _delay = value;
        }
    }

    /// <summary>Gets the number of faults so far.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Makes the next call meet a fault, whatever the rate.</summary>
    /// <remarks>Several requested faults are met in the order of the requests.</remarks>
    /// <param name="kind">The kind of the fault.</param>
    /// <param name="operations">The calls that can meet it; other calls are not affected.</param>
    public void FailNext(FaultKind kind, StoreOperations operations = StoreOperations.All)
    {
        lock (_lock)
        {
            _commanded.Enqueue((kind, operations));
        }
    }

    internal async ValueTask CallAsync(StoreOperations operation, Func<ValueTask> call, CancellationToken cancellationToken) =>
        await CallAsync(
            operation,
            async ValueTask<bool> () =>
            {
                await call().ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    internal async ValueTask<T> CallAsync<T>(StoreOperations operation, Func<ValueTask<T>> call, CancellationToken cancellationToken)
    {
        var fault = Choose(operation);
        switch (fault)
        {
            case FaultKind.Failure:
                throw new WalletStoreException(Failure, "the call was made to fail before it reached the store.");
            case FaultKind.Delay:
                await Task.Delay(Delay, _timeProvider, cancellationToken).ConfigureAwait(false);
                break;
        }

        var answer = await call().ConfigureAwait(false);
        return fault == FaultKind.LostAnswer
            ? throw new WalletStoreException(Failure, "the store's answer was made to be lost.", outcomeUnknown: (operation & StoreOperations.Write) != 0)
            : answer;
    }

    private FaultKind? Choose(StoreOperations operation)
    {
        lock (_lock)
        {
            FaultKind? fault = null;
            if (_commanded.TryPeek(out var next) && (next.Operations & operation) != 0)
            {
                fault = _commanded.Dequeue().Kind;
            }
            else if ((Operations & operation) != 0 && _random.NextDouble() < _rate)
            {
                fault = _kinds[_random.Next(_kinds.Length)];
            }

            _count += fault is null ? 0 : 1;
            return fault;
        }
    }
}
