using WalletKit.Rules;

namespace WalletKit;

/// <summary>Which holds a wallet has ended for good, though they are still recorded as open. They stay ended when the clock is set back.</summary>
/// <param name="Time">Of the holds up to <paramref name="Number"/>, those that expire at this time or before have ended.</param>
/// <param name="Number">The number of the wallet's last hold at that time; 1 or more.</param>
public readonly record struct EndedThrough(DateTimeOffset Time, long Number)
{
    /// <summary>Whether the hold is one of those that have ended.</summary>
    public bool Covers(Hold hold)
    {
        ArgumentNullException.ThrowIfNull(hold);
        return hold.ExpiresAt <= Time && hold.Id.Number <= Number;
    }
}
