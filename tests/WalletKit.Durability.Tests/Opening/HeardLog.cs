using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace WalletKit.Durability.Tests.Opening;

/// <summary>The log of a store, on whose events a test can wait.</summary>
internal sealed class HeardLog : ILogger<SqliteWalletStore>
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _heard = [];
    private readonly ConcurrentQueue<(int Id, string Message)> _lines = [];

    public IReadOnlyCollection<(int Id, string Message)> Lines => _lines;

    /// <summary>Ends once an event has been logged.</summary>
    public Task Of(int eventId) => Source(eventId).Task;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _lines.Enqueue((eventId.Id, formatter(state, exception)));
        Source(eventId.Id).TrySetResult();
    }

    private TaskCompletionSource Source(int eventId) => _heard.GetOrAdd(eventId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
