using System.Runtime.ExceptionServices;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace WalletKit.Storage.Sqlite;

/// <summary>One migration under way: it tells how far it is, and stops when it is canceled. Used by one thread.</summary>
/// <param name="path">The file, for the log.</param>
/// <param name="progress">Receives how far it is; null for nothing.</param>
/// <param name="timeProvider">The clock of the pause between two reports.</param>
/// <param name="logger">The log of the same progress.</param>
/// <param name="cancellationToken">Cancels it in the middle of any statement.</param>
internal sealed partial class SqliteMigrationRun(string path, IProgress<MigrationProgress>? progress, TimeProvider timeProvider, ILogger logger, CancellationToken cancellationToken)
{
    // Steps of SQLite's machine: well below a millisecond.
    private const int StepsPerLook = 1_000;

    /// <summary>How long a step works before it tells again how far it is.</summary>
    public static readonly TimeSpan ReportPause = TimeSpan.FromSeconds(5);

    private readonly long _started = timeProvider.GetTimestamp();
    private ExceptionDispatchInfo? _failure;
    private MigrationProgress _state = new() { FoundVersion = 0, TargetVersion = 0, Version = 0, Rows = 0, TotalRows = null, Elapsed = TimeSpan.Zero };
    private TimeSpan _reportedAt;

    /// <summary>Begins a migration of a connection that has begun its transaction.</summary>
    public void Begin(SqliteConnection connection, int found, int target)
    {
        _state = _state with { FoundVersion = found, TargetVersion = target, Version = found };
        raw.sqlite3_progress_handler(connection.Handle!, StepsPerLook, _ => Look(), null);
    }

    /// <summary>Begins the step that leads to a version.</summary>
    public void BeginStep(int version)
    {
        _state = _state with { Version = version, Rows = 0, TotalRows = null };
        cancellationToken.ThrowIfCancellationRequested();
        Report();
    }

    /// <summary>Says how many rows of how many the step has worked through.</summary>
    /// <exception cref="OperationCanceledException">The migration is canceled.</exception>
    public void Worked(long rows, long totalRows)
    {
        _state = _state with { Rows = rows, TotalRows = totalRows };
        cancellationToken.ThrowIfCancellationRequested();
        ReportInTime();
    }

    /// <summary>Ends what <see cref="Begin"/> began, right before the commit, which is not canceled any more.</summary>
    public void End(SqliteConnection connection)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Release(connection);
        Report();
    }

    /// <summary>Lets go of the connection, so that it can roll back.</summary>
    public static void Release(SqliteConnection connection) => raw.sqlite3_progress_handler(connection.Handle!, 0, null, null);

    /// <summary>Throws the exception that stopped a statement, where SQLite knows only that it was interrupted.</summary>
    public void ThrowIfStopped()
    {
        _failure?.Throw();
        cancellationToken.ThrowIfCancellationRequested();
    }

    // SQLite asks this in the middle of a statement, and no exception may pass through it.
    private int Look()
    {
        try
        {
            ReportInTime();
        }
        catch (Exception exception)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
        }

        return _failure is not null || cancellationToken.IsCancellationRequested ? 1 : 0;
    }

    private void ReportInTime()
    {
        if (timeProvider.GetElapsedTime(_started) - _reportedAt >= ReportPause)
        {
            Report();
        }
    }

    private void Report()
    {
        _reportedAt = timeProvider.GetElapsedTime(_started);
        _state = _state with { Elapsed = _reportedAt };

        // A new file is made at once, and there is nothing to do where another process has just migrated this one.
        if (_state.FoundVersion > 0 && _state.FoundVersion < _state.TargetVersion)
        {
            LogMigrating(logger, path, _state.FoundVersion, _state.TargetVersion, _state.Version, _state.Rows, _state.Elapsed);
            progress?.Report(_state);
        }
    }

    [LoggerMessage(
        EventId = 103,
        Level = LogLevel.Information,
        Message = "Migrating the database '{Path}' from schema version {Found} to {Target}: {Rows} rows of the step to version {Version} are done after {Elapsed}.")]
    private static partial void LogMigrating(ILogger logger, string path, int found, int target, int version, long rows, TimeSpan elapsed);
}
