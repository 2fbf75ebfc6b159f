using Microsoft.Extensions.Logging;

namespace WalletKit.TestSupport;

/// <summary>All data that a log could write, at every level: messages, their values, scopes and exceptions. A test can wait for an event.</summary>
public sealed class CapturedLog : ILoggerProvider
{
    private readonly Lock _gate = new();
    private readonly List<Line> _lines = [];
    private readonly Dictionary<int, TaskCompletionSource> _events = [];

    public IReadOnlyList<Line> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>The lines of the level Warning or worse.</summary>
    public IEnumerable<Line> Warnings => Lines.Where(line => line.Level is >= LogLevel.Warning and < LogLevel.None);

    /// <summary>Completes once an event has been logged.</summary>
    public Task Of(int id)
    {
        lock (_gate)
        {
            return Event(id).Task;
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public ILogger<T> CreateLogger<T>() => new Logger<T>(this);

    public void Dispose()
    {
    }

    private void Add(string category, LogLevel level, int id, string message, object? state, Exception? exception = null)
    {
        var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join("; ", pairs.Select(pair => $"{pair.Key}={pair.Value}")) : $"{state}";
        lock (_gate)
        {
            _lines.Add(new Line(category, level, id, message, $"{message}; {values}; {exception}"));
            Event(id).TrySetResult();
        }
    }

    private TaskCompletionSource Event(int id)
    {
        if (!_events.TryGetValue(id, out var source))
        {
            source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _events.Add(id, source);
        }

        return source;
    }

    /// <param name="Category">The category of the logger.</param>
    /// <param name="Level">The level; none for a scope.</param>
    /// <param name="Id">The event.</param>
    /// <param name="Message">The message alone.</param>
    /// <param name="Text">The whole text.</param>
    public sealed record Line(string Category, LogLevel Level, int Id, string Message, string Text);

    private class Logger(CapturedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            log.Add(category, LogLevel.None, 0, "(scope)", state);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Add(category, logLevel, eventId.Id, formatter(state, exception), state, exception);
    }

    private sealed class Logger<T>(CapturedLog log) : Logger(log, typeof(T).FullName!), ILogger<T>;
}
