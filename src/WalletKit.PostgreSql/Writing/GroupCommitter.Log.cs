using Microsoft.Extensions.Logging;

namespace WalletKit.PostgreSql.Writing;

internal sealed partial class GroupCommitter
{
    [LoggerMessage(EventId = 501, Level = LogLevel.Error, Message = "A commit of {Batches} batches failed.")]
    private static partial void LogCommitFailed(ILogger logger, int batches, Exception exception);

    [LoggerMessage(EventId = 502, Level = LogLevel.Warning, Message = "The connection was lost in the middle of a commit of {Batches} batches; looked up on another, the commit stands: {Stands}.")]
    private static partial void LogSettled(ILogger logger, int batches, bool stands);

    [LoggerMessage(EventId = 503, Level = LogLevel.Error, Message = "The connection was lost in the middle of a commit of {Batches} batches, and whether it stands could not be looked up.")]
    private static partial void LogNotSettled(ILogger logger, int batches, Exception exception);

    [LoggerMessage(EventId = 504, Level = LogLevel.Warning, Message = "A connection was given up.")]
    private static partial void LogConnectionGivenUp(ILogger logger, Exception exception);
}
