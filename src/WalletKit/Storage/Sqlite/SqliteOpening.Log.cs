using Microsoft.Extensions.Logging;

namespace WalletKit.Storage.Sqlite;

internal static partial class SqliteOpening
{
    [LoggerMessage(EventId = 100, Level = LogLevel.Information, Message = "Made the database '{Path}' with schema version {Version}.")]
    private static partial void LogCreated(ILogger logger, string path, int version);

    [LoggerMessage(EventId = 101, Level = LogLevel.Information, Message = "Opened the database '{Path}' with schema version {Version}.")]
    private static partial void LogOpened(ILogger logger, string path, int version);

    [LoggerMessage(EventId = 102, Level = LogLevel.Information, Message = "Migrated the database '{Path}' from schema version {Found} to {Version}.")]
    private static partial void LogMigrated(ILogger logger, string path, int found, int version);
}
