using Microsoft.Extensions.Logging;

namespace WalletKit.Service;

internal partial class WalletService
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "{Command} on wallet {WalletId} was refused: {Code}.")]
    private static partial void LogRefused(ILogger logger, string command, WalletId walletId, string code);
}
