using Microsoft.Extensions.Logging;

namespace WalletKit.Rebates;

internal partial class RebateProcessor
{
    [LoggerMessage(EventId = 200, Level = LogLevel.Debug, Message = "Settled rebates: {Paid} paid, {NothingDue} came to nothing, {Cancelled} canceled, {Failed} to be tried again, {Dead} dead.")]
    private static partial void LogPass(ILogger logger, long paid, long nothingDue, long cancelled, long failed, long dead);

    [LoggerMessage(EventId = 201, Level = LogLevel.Warning, Message = "The rebate of transaction {Deposit} could not be calculated.")]
    private static partial void LogCalculationFailed(ILogger logger, TransactionId deposit, Exception exception);

    [LoggerMessage(EventId = 204, Level = LogLevel.Error, Message = "The store refused the rebate of transaction {Deposit}.")]
    private static partial void LogPaymentFailed(ILogger logger, TransactionId deposit, Exception exception);

    [LoggerMessage(EventId = 202, Level = LogLevel.Error, Message = "The rebate of transaction {Deposit} is dead after {Attempts} attempts; requeue it once the cause is gone.")]
    private static partial void LogDead(ILogger logger, TransactionId deposit, int attempts);

    [LoggerMessage(EventId = 203, Level = LogLevel.Warning, Message = "Claimed rebates could not be given back; they wait for the claim to expire.")]
    private static partial void LogReleaseFailed(ILogger logger, Exception exception);
}
