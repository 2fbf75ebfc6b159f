using Microsoft.Extensions.Logging;

namespace WalletKit.Service.Erasing;

internal partial class TextSweeper
{
    [LoggerMessage(EventId = 310, Level = LogLevel.Information, Message = "Ended the interrupted erasures of {Wallets} wallets.")]
    private static partial void LogSwept(ILogger logger, int wallets);

    [LoggerMessage(EventId = 311, Level = LogLevel.Error, Message = "Erased texts could not be deleted; no reader sees them, and they are looked at again at the next interval.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
