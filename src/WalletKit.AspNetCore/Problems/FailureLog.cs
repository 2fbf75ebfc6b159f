using Microsoft.Extensions.Logging;

namespace WalletKit.AspNetCore.Problems;

/// <summary>Logs the details that answers leave out.</summary>
internal static partial class FailureLog
{
    /// <summary>Logs a failure of the store, of the source of rates, or of the host's own code. A refusal is not logged, because the caller caused it.</summary>
    public static void LogFailure(this ILogger logger, WalletException exception)
    {
        switch (exception)
        {
            case WalletStoreException:
                LogStoreFailed(logger, exception);
                break;
            case ExchangeRateUnavailableException:
                LogRateUnavailable(logger, exception);
                break;
            case NestedSectionException:
                LogNested(logger, exception);
                break;
            case AmbientTransactionException:
                LogAmbient(logger, exception);
                break;
        }
    }

    [LoggerMessage(EventId = 400, Level = LogLevel.Error, Message = "A call could not be done, because the store failed.")]
    private static partial void LogStoreFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 402, Level = LogLevel.Error, Message = "A transfer could not be done, because the source of exchange rates failed.")]
    private static partial void LogRateUnavailable(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 403, Level = LogLevel.Error, Message = "A call could not be done, because the host called the wallets inside the decision of a section.")]
    private static partial void LogNested(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 404, Level = LogLevel.Error, Message = "A call could not be done, because the host called the wallets inside a TransactionScope.")]
    private static partial void LogAmbient(ILogger logger, Exception exception);
}
