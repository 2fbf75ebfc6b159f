using Microsoft.Extensions.Logging;

namespace WalletKit.Service.Keys;

internal partial class KeySweeper
{
    [LoggerMessage(EventId = 320, Level = LogLevel.Information, Message = "Deleted {Keys} idempotency keys that were older than the retention of {Retention}.")]
    private static partial void LogSwept(ILogger logger, long keys, TimeSpan retention);

    [LoggerMessage(EventId = 321, Level = LogLevel.Error, Message = "Old idempotency keys could not be deleted; they are looked at again at the next interval.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
