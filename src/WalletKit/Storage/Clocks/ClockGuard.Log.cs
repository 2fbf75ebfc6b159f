using Microsoft.Extensions.Logging;

namespace WalletKit;

public partial class ClockGuard
{
    [LoggerMessage(EventId = 130, Level = LogLevel.Critical, Message = "The clock has jumped ahead by {Lead}. Commits are refused until it is set right, or has gone on evenly for {SettleTime}.")]
    private static partial void LogJumped(ILogger logger, TimeSpan lead, TimeSpan settleTime);

    [LoggerMessage(EventId = 131, Level = LogLevel.Critical, Message = "The clock, which jumped ahead by {Lead}, has gone on evenly for {SettleTime}. It is believed, and commits are taken again.")]
    private static partial void LogBelieved(ILogger logger, TimeSpan lead, TimeSpan settleTime);

    [LoggerMessage(EventId = 132, Level = LogLevel.Warning, Message = "The clock was set back by {Lag}. Wallets that are ahead of it keep their time until it catches up.")]
    private static partial void LogSetBack(ILogger logger, TimeSpan lag);

    [LoggerMessage(EventId = 133, Level = LogLevel.Critical, Message = "The first commit is {Gap} from the newest times in the store, and {MaxGap} are allowed: the clock is wrong, or was, unless the store was not used for so long.")]
    private static partial void LogGap(ILogger logger, TimeSpan gap, TimeSpan maxGap);
}
