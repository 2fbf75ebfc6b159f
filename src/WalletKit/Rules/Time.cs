using WalletKit.Model;

namespace WalletKit.Rules;

/// <summary>Time in the form in which it is kept: UTC, to the microsecond, and never backwards within a wallet.</summary>
internal static class Time
{
    public static DateTimeOffset Truncate(DateTimeOffset time) => Timestamp.Of(time);

    public static DateTimeOffset NotBefore(DateTimeOffset earlier, DateTimeOffset now)
    {
        var time = Truncate(now);
        return time < earlier ? earlier : time;
    }

    /// <summary>Returns the time at which a hold changes: the wallet's, and not before the hold was placed, though a time correction may have brought the wallet back before that.</summary>
    public static DateTimeOffset OfChange(Hold hold, Wallet wallet, DateTimeOffset now) => NotBefore(hold.CreatedAt, NotBefore(wallet.UpdatedAt, now));
}
