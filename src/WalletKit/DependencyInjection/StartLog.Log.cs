using Microsoft.Extensions.Logging;

namespace WalletKit.DependencyInjection;

internal sealed partial class StartLog
{
    [LoggerMessage(EventId = 10, Level = LogLevel.Warning, Message = "No store was chosen: wallets are kept in the SQLite file '{Path}'. UseSqlite, UseInMemory or another store's method chooses one.")]
    private static partial void LogNoStoreChosen(ILogger logger, string path);

    [LoggerMessage(EventId = 11, Level = LogLevel.Information, Message = "The currency {Currency} is declared with {Exponent} decimals: a balance can be {MaxBalance} at most.")]
    private static partial void LogLargestBalance(ILogger logger, string currency, int exponent, decimal maxBalance);

    [LoggerMessage(EventId = 12, Level = LogLevel.Warning, Message = "The currency {Currency} is declared with {Exponent} decimals: no wallet can hold more than {MaxBalance} of it. With fewer decimals it could.")]
    private static partial void LogSmallBalance(ILogger logger, string currency, int exponent, decimal maxBalance);
}
