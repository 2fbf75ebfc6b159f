using Microsoft.Extensions.Logging;

namespace WalletKit.PostgreSql.Totals;

internal sealed partial class CommitNumbering
{
    [LoggerMessage(EventId = 531, Level = LogLevel.Warning, Message = "The commits could not be numbered. The next trial balance, or the numbering after more commits, does it.")]
    private static partial void LogNotNumbered(ILogger logger, Exception exception);
}
