using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Faults;

/// <summary>What goes wrong with the calls to a store: some on command, the others by chance. For any number of threads.</summary>
public sealed class StoreFaults
{
    // Those of a timer: anything shorter is cut to nothing.
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

    /// <summary>How many of the calls meet a fault by chance, from 0, the default, to 1. Calls made one after the other meet the same ones with the same seed.</summary>
    public double Rate
    {
        get => _rate;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(value is >= 0 and <= 1, true, nameof(value));
            _rate = value;
        }
    }

    /// <summary>Which kinds come by chance, each as often as the others. Default: all.</summary>
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

    /// <summary>Which calls meet faults by chance. Default: all.</summary>
    public StoreOperations Operations { get; set; } = StoreOperations.All;

    /// <summary>What a call that fails is said to have failed of. Default: <see cref="StoreFailure.InputOutput"/>.</summary>
    public StoreFailure Failure { get; set; } = StoreFailure.InputOutput;

    /// <summary>How late a delayed call is, in whole milliseconds: zero for not at all, or 1 to 4,294,967,294 milliseconds, which is 49 days. Default: 10 milliseconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below zero, between zero and 1 millisecond, or more than that.</exception>
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

    /// <summary>How many faults there were.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Has the next call meet a fault, whatever the rate. Several wait in the order they were asked for.</summary>
    /// <param name="kind">What goes wrong.</param>
    /// <param name="operations">Which calls it waits for; the others pass it by.</param>
    public void FailNext(FaultKind kind, StoreOperations operations = StoreOperations.All)
    {
        lock (_lock)
        {
            _commanded.Enqueue((kind, operations));
        }
    }

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
