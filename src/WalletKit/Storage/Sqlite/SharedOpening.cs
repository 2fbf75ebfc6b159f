namespace WalletKit.Storage.Sqlite;

/// <summary>One opening of a file, which all callers that come meanwhile wait for. It is canceled when the last of them gives up.</summary>
#pragma warning disable CA1001 // The source of the token has no timer and no wait handle, so there is nothing to dispose of.
internal sealed class SharedOpening
#pragma warning restore CA1001
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _givenUp = new();
    private readonly Task _started;
    private int _waiting;

    public SharedOpening(SqliteWriter writer)
    {
        Writer = writer;

        // The writer's own task, which sends each caller on its way by itself. That of a method which awaits it would run the callers one
        // after the other, and a caller that kept the thread would keep the rest waiting.
        _started = writer.StartAsync(_givenUp.Token);
    }

    /// <summary>The writer that opens the file, and works once it is open.</summary>
    public SqliteWriter Writer { get; }

    public bool HasFailed => _started.IsFaulted;

    /// <summary>Joins the callers that wait.</summary>
    /// <returns>False where all of them have given up, so that the opening comes to nothing; <see cref="EndAsync"/> then waits for its end.</returns>
    public bool TryJoin()
    {
        lock (_lock)
        {
            if (_givenUp.IsCancellationRequested && !_started.IsCompletedSuccessfully)
            {
                return false;
            }

            _waiting++;
            return true;
        }
    }

    /// <summary>Waits until the file is open, for a caller that has joined.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _started.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Waits until the opening has ended, well or not.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await _started.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Cancels it, though callers wait.</summary>
    public void GiveUp() => _givenUp.Cancel();

    private void Leave()
    {
        lock (_lock)
        {
            if (--_waiting == 0 && !_started.IsCompleted)
            {
                _givenUp.Cancel();
            }
        }
    }
}
