using Microsoft.Extensions.Logging;

namespace WalletKit.Rebates;

internal partial class RebateWorker
{
    [LoggerMessage(EventId = 210, Level = LogLevel.Error, Message = "A pass over the due rebates failed; they stay pending, and the next pass tries again.")]
    private static partial void LogPassFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 211, Level = LogLevel.Warning, Message = "The host's shutdown time ended before the rebates under way were settled; they stay pending.")]
    private static partial void LogAbandoned(ILogger logger);

    [LoggerMessage(EventId = 212, Level = LogLevel.Warning, Message = "The store cannot be asked any more whether others earned rebates; they are found at the next poll.")]
    private static partial void LogNotHeard(ILogger logger, Exception exception);
}
