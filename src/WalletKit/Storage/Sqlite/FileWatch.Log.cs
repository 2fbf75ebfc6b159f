using Microsoft.Extensions.Logging;

namespace WalletKit.Storage.Sqlite;

internal sealed partial class FileWatch
{
    [LoggerMessage(EventId = 120, Level = LogLevel.Critical, Message = "The store on '{Path}' has stopped: '{Missing}' was moved, removed or replaced while it was in use. The committed data can be saved as long as this process runs.")]
    private static partial void LogStopped(ILogger logger, string path, string missing);

    [LoggerMessage(EventId = 121, Level = LogLevel.Warning, Message = "The database '{Path}' has {Links} names (hard links). It is not opened again before the others are removed.")]
    private static partial void LogSecondName(ILogger logger, string path, long links);
}
