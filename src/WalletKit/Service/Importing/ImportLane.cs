namespace WalletKit.Service.Importing;

/// <summary>The commands of one wallet that an import has under way, since the newest command that the wallet shares with another wallet.</summary>
/// <param name="handedOver">Ends when the next command may be handed to the store.</param>
internal sealed class ImportLane(Task handedOver)
{
    private readonly Lock _lock = new();
    private int _underWay;
    private Exception? _failure;
    private TaskCompletionSource? _empty;

    /// <summary>A task that ends when the newest command is handed to the store, so that another one of the same wallet may follow. Only the import's own loop uses it.</summary>
    public Task HandedOver { get; set; } = handedOver;

    /// <summary>Whether no command is under way, and none failed.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock)
            {
                return _underWay == 0 && _failure is null;
            }
        }
    }

    /// <summary>Counts a command as under way.</summary>
    public void Enter()
    {
        lock (_lock)
        {
            _underWay++;
        }
    }

    /// <summary>Counts a command as answered.</summary>
    /// <param name="failure">The exception that the store threw; null for an answer.</param>
    public void Leave(Exception? failure)
    {
        TaskCompletionSource? empty;
        lock (_lock)
        {
            _underWay--;
            _failure ??= failure;
            empty = _underWay == 0 ? _empty : null;
        }

        Complete(empty);
    }

    /// <summary>Waits until every command is answered, and throws the exception that the store threw for one of them.</summary>
    public Task WhenEmptyAsync()
    {
        TaskCompletionSource empty;
        lock (_lock)
        {
            if (_underWay == 0 && _failure is null)
            {
                return Task.CompletedTask;
            }

            empty = _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_underWay > 0)
            {
                return empty.Task;
            }
        }

        Complete(empty);
        return empty.Task;
    }

    // No command enters after the wait has begun, so the failure does not change any more.
    private void Complete(TaskCompletionSource? empty)
    {
        if (_failure is null)
        {
            empty?.TrySetResult();
        }
        else if (empty?.TrySetException(_failure) == true)
        {
            // Nothing may be waiting any more, so the failure counts as seen.
            _ = empty.Task.Exception;
        }
    }
}
