using Microsoft.Extensions.Logging;

namespace WalletKit.Service.Holds;

internal partial class HoldSweeper
{
    [LoggerMessage(EventId = 300, Level = LogLevel.Debug, Message = "Recorded expired holds of {Wallets} wallets.")]
    private static partial void LogSwept(ILogger logger, long wallets);

    [LoggerMessage(EventId = 301, Level = LogLevel.Error, Message = "Expired holds could not be recorded; they hold nothing all the same, and are looked at again at the next interval.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
