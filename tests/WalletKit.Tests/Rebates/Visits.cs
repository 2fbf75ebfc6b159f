namespace WalletKit.Tests.Rebates;

/// <summary>What scoped services note of themselves, for a test to look at.</summary>
internal sealed class Visits
{
    private readonly Lock _gate = new();

    /// <summary>How many were made, and how many disposed of.</summary>
    public (int Made, int Disposed) Counts { get; private set; }

    /// <summary>How many of them were used for more than one question.</summary>
    public int Shared { get; private set; }

    public void Note(int made = 0, int disposed = 0, int shared = 0)
    {
        lock (_gate)
        {
            Counts = (Counts.Made + made, Counts.Disposed + disposed);
            Shared += shared;
        }
    }
}

/// <summary>Stands for a DbContext: one unit of work, one user at a time, and disposed of asynchronously alone.</summary>
internal sealed class UnitOfWork : IAsyncDisposable
{
    private readonly Visits _visits;
    private int _uses;
    private bool _isDisposed;

    public UnitOfWork(Visits visits)
    {
        _visits = visits;
        visits.Note(made: 1);
    }

    public async Task<T> AskAsync<T>(Func<Task<T>> answer)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _visits.Note(shared: Interlocked.Increment(ref _uses) > 1 ? 1 : 0);
        var value = await answer();
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return value;
    }

    public async ValueTask DisposeAsync()
    {
        // Not done at once, as where a connection is given back.
        await Task.Yield();
        _isDisposed = true;
        _visits.Note(disposed: 1);
    }
}
