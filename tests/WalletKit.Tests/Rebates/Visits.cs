namespace WalletKit.Tests.Rebates;

/// <summary>The notes of scoped services about themselves, for a test to check.</summary>
internal sealed class Visits
{
    private readonly Lock _gate = new();

    /// <summary>The number of services that were made, and the number that were disposed of.</summary>
    public (int Made, int Disposed) Counts { get; private set; }

    /// <summary>The number of services that were used for more than one question.</summary>
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

/// <summary>Stands for a DbContext: it serves one unit of work and one caller at a time, and can only be disposed of asynchronously.</summary>
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
        // The disposal does not end at once, like the return of a connection.
        await Task.Yield();
        _isDisposed = true;
        _visits.Note(disposed: 1);
    }
}
