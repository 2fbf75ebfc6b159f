using System.Globalization;

namespace WalletKit.TestHost.Bursts;

/// <summary>The messages of a process so far, read by its parent as they come.</summary>
internal sealed class JournalReader
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<bool> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Operation> _acknowledged = [];
    private readonly Dictionary<string, Operation> _unanswered = new(StringComparer.Ordinal);
    private readonly List<(int Count, TaskCompletionSource<bool> Reached)> _awaited = [];
    private bool _hasEnded;

    /// <summary>Completes when the process waits for its signal. The result is false if the process ended before.</summary>
    public Task<bool> Ready => _ready.Task;

    /// <summary>The operations that were acknowledged so far.</summary>
    public IReadOnlyList<Operation> Acknowledged
    {
        get
        {
            lock (_lock)
            {
                return [.. _acknowledged];
            }
        }
    }

    /// <summary>The number of operations that were acknowledged so far.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _acknowledged.Count;
            }
        }
    }

    // The properties below may be read after the process has ended.

    /// <summary>The calls with a key that were begun and not answered.</summary>
    public IReadOnlyCollection<Operation> Unanswered => _unanswered.Values;

    /// <summary>The number of calls with a key that were begun.</summary>
    public int Begun { get; private set; }

    public Dictionary<int, WalletId> WalletIds { get; } = [];

    /// <summary>The messages that were not expected.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>The duration of the operations, measured by the process itself.</summary>
    public TimeSpan? Took { get; private set; }

    /// <summary>Completes when the given number of operations is acknowledged. The result is false if the process ended before.</summary>
    public Task<bool> ReachAsync(int count)
    {
        lock (_lock)
        {
            if (_acknowledged.Count >= count || _hasEnded)
            {
                return Task.FromResult(_acknowledged.Count >= count);
            }

            var reached = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((count, reached));
            return reached.Task;
        }
    }

    /// <summary>Reads to the end of the output.</summary>
    public async Task ReadAsync(TextReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            lock (_lock)
            {
                Take(line.Split(' '), line);
            }
        }

        lock (_lock)
        {
            _hasEnded = true;
            _ready.TrySetResult(false);
            _awaited.ForEach(awaited => awaited.Reached.SetResult(false));
        }
    }

    private void Take(string[] parts, string line)
    {
        switch (parts)
        {
            case ["ready"]:
                _ready.TrySetResult(true);
                break;
            case ["took", var milliseconds]:
                Took = TimeSpan.FromMilliseconds(long.Parse(milliseconds, CultureInfo.InvariantCulture));
                break;
            case ["wallet", var wallet, var id]:
                WalletIds[int.Parse(wallet, CultureInfo.InvariantCulture)] = WalletId.Parse(id);
                break;
            case ["begin", .. var begun]:
                Begun++;
                _unanswered.Add(begun[5], Operation.Parse(begun));
                break;
            case ["done", .. var done]:
                _unanswered.Remove(done[5]);
                _acknowledged.Add(Operation.Parse(done));
                CompleteAwaited();
                break;
            case ["refused", var reference]:
                _unanswered.Remove(reference);
                break;
            default:
                Failures.Add(line);
                break;
        }
    }

    private void CompleteAwaited()
    {
        foreach (var awaited in _awaited.Where(awaited => awaited.Count <= _acknowledged.Count).ToList())
        {
            _awaited.Remove(awaited);
            awaited.Reached.SetResult(true);
        }
    }
}
