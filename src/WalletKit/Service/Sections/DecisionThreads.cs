namespace WalletKit.Service.Sections;

/// <summary>
/// Threads of the library's own, on which decisions begin. A decision that blocks a thread of the pool would keep the pool from the timers and continuations
/// that unlock wallets in time. A thread is kept for the next decision, because waking a thread is much cheaper than starting another one.
/// </summary>
/// <remarks>There are as many threads as decisions block at once, and after ten idle seconds none.</remarks>
internal sealed class DecisionThreads : TaskScheduler
{
    private static readonly TimeSpan s_idleTime = TimeSpan.FromSeconds(10);

    private readonly object _gate = new();
    private readonly Queue<Task> _waiting = [];
    private int _idle;

    private DecisionThreads()
    {
    }

    /// <summary>Gets the threads of the process.</summary>
    public static DecisionThreads Shared { get; } = new();

    /// <summary>Runs a decision up to its first asynchronous wait. The pool runs the rest, as after any other call.</summary>
    public Task Run(Func<Task> decision, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(decision, cancellationToken, TaskCreationOptions.DenyChildAttach | TaskCreationOptions.HideScheduler, this).Unwrap();

    protected override void QueueTask(Task task)
    {
        lock (_gate)
        {
            _waiting.Enqueue(task);
            if (_idle >= _waiting.Count)
            {
                Monitor.Pulse(_gate);
                return;
            }
        }

        new Thread(Work) { IsBackground = true, Name = "WalletKit decisions" }.UnsafeStart();
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate)
        {
            return [.. _waiting];
        }
    }

    private void Work()
    {
        while (Take() is { } task)
        {
            TryExecuteTask(task);
        }
    }

    // Null where no work came for a while.
    private Task? Take()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _idle++;
                Monitor.Wait(_gate, s_idleTime);
                _idle--;
            }

            return _waiting.TryDequeue(out var task) ? task : null;
        }
    }
}
