using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// The size of the write-ahead log. Readers that read for long keep it from beginning anew, and its file stays as large as it became. So the
/// writer's thread looks at it after each group of commits, and shortens it as soon as no reader needs it.
/// </summary>
internal sealed partial class SqliteLog : IDisposable
{
    /// <summary>The size in bytes that the log keeps: four times the size at which a checkpoint begins, because long reads are rare.</summary>
    public const long KeptSize = 4L * SqliteDatabase.CheckpointPages * 4_096;

    /// <summary>How long after the log was found too large it is shortened, and tried again where a reader still needs it.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly FileInfo _file;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private bool _isAwaited;
    private volatile bool _isDue;

    /// <param name="path">The log.</param>
    /// <param name="timeProvider">The clock of the pause.</param>
    /// <param name="wake">Wakes the writer's thread.</param>
    /// <param name="logger">Logs that the log was shortened.</param>
    public SqliteLog(string path, TimeProvider timeProvider, Action wake, ILogger logger)
    {
        _file = new FileInfo(path);
        _logger = logger;
        _timer = timeProvider.CreateTimer(
            _ =>
            {
                _isDue = true;
                wake();
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>Looks at the log, and says whether it is to be shortened now. Where it is only too large, that is due after the pause.</summary>
    public bool MustShorten()
    {
        var isTooLarge = Size() > KeptSize;
        var isDue = _isDue;
        if (isDue)
        {
            (_isDue, _isAwaited) = (false, false);
        }

        // Where it is shortened now, this is for the case that a reader is in the way.
        if (isTooLarge && !_isAwaited)
        {
            _isAwaited = true;
            _timer.Change(Pause, Timeout.InfiniteTimeSpan);
        }

        return isTooLarge && isDue;
    }

    /// <summary>Shortens the log, between two transactions of the connection.</summary>
    public void Shorten(SqliteConnection connection)
    {
        var before = Size();
        try
        {
            // Where a reader or another writer is in the way, this copies what it can and leaves the rest for the next time.
            using var checkpoint = new Statement(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
            checkpoint.Execute();
        }
        catch (SqliteException exception)
        {
            // The failure loses nothing, because the commits in the log stand. A disk that fails also makes the commits fail.
            LogNotShortened(_logger, _file.FullName, before, exception);
        }

        if (Size() is var after && after < before)
        {
            LogShortened(_logger, _file.FullName, before, after);
        }
    }

    public void Dispose() => _timer.Dispose();

    private long Size()
    {
        _file.Refresh();
        return _file.Exists ? _file.Length : 0;
    }

    [LoggerMessage(EventId = 114, Level = LogLevel.Information, Message = "The write-ahead log '{Path}' was shortened from {Before} to {After} bytes.")]
    private static partial void LogShortened(ILogger logger, string path, long before, long after);

    [LoggerMessage(EventId = 115, Level = LogLevel.Warning, Message = "The write-ahead log '{Path}' of {Size} bytes could not be shortened.")]
    private static partial void LogNotShortened(ILogger logger, string path, long size, Exception exception);
}
