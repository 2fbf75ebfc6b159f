using WalletKit.Rules;

namespace WalletKit;

/// <summary>The holds that a wallet has ended for good, though the store still records them as open. They stay ended when the clock is set back.</summary>
/// <param name="Time">A hold has ended if it expires at this time or before and its number is at most <paramref name="Number"/>.</param>
/// <param name="Number">The number of the wallet's last hold at that time; 1 or more.</param>
public readonly record struct EndedThrough(DateTimeOffset Time, long Number)
{
    /// <summary>Returns whether the wallet has ended the hold.</summary>
    public bool Covers(Hold hold)
    {
        ArgumentNullException.ThrowIfNull(hold);
        return hold.ExpiresAt <= Time && hold.Id.Number <= Number;
    }
}
