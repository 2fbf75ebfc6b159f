using Microsoft.Extensions.Logging;

namespace WalletKit.Storage.Sqlite;

internal partial class SqliteWriter
{
    [LoggerMessage(EventId = 110, Level = LogLevel.Error, Message = "A commit of {Requests} request(s) to '{Path}' failed.")]
    private static partial void LogCommitFailed(ILogger logger, string path, int requests, Exception exception);

    [LoggerMessage(EventId = 111, Level = LogLevel.Error, Message = "The write connection to '{Path}' is in doubt and is opened anew.")]
    private static partial void LogConnectionGivenUp(ILogger logger, string path, Exception exception);

    [LoggerMessage(EventId = 112, Level = LogLevel.Warning, Message = "The database '{Path}' could not name its new write-ahead log; the next commit tries again.")]
    private static partial void LogNotStamped(ILogger logger, string path, Exception exception);
}
