using System.Globalization;

namespace WalletKit;

/// <summary>The refusal to correct the time of a wallet that is not ahead of the clock. Code <c>wallet_time_not_ahead</c>.</summary>
public sealed class WalletTimeNotAheadException : WalletRefusedException
{
    /// <summary>Names the wallet and its time.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="time">The wallet's own time: the time of its newest entry.</param>
    public WalletTimeNotAheadException(WalletId walletId, DateTimeOffset time)
        : base(RefusalKind.State, "wallet_time_not_ahead", string.Create(CultureInfo.InvariantCulture, $"wallet {walletId} is at {time:O}, which is not ahead of the clock.")) =>
        (WalletId, Time) = (walletId, time);

    /// <summary>Gets the wallet.</summary>
    public WalletId WalletId { get; }

    /// <summary>Gets the wallet's own time.</summary>
    public DateTimeOffset Time { get; }
}
