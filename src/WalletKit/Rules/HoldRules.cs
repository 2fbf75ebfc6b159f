namespace WalletKit.Rules;

/// <summary>The rules for the end of a hold, which captures and voids share.</summary>
internal static class HoldRules
{
    /// <summary>Returns the refusal for a hold that has ended, by its record or by the clock; null where it is open.</summary>
    public static HoldEndedException? RefuseEnded(Hold hold, Wallet wallet, DateTimeOffset now) =>
        hold.Status != HoldStatus.Open ? new HoldEndedException(hold.Id, hold.Status)
        : hold.HasExpired(now, wallet.Holds.EndedThrough) ? new HoldEndedException(hold.Id, HoldStatus.Expired)
        : null;

    /// <summary>Returns the wallet's totals of its holds after a change of one of them.</summary>
    /// <param name="wallet">The wallet before the change.</param>
    /// <param name="before">The hold before the change, which is open.</param>
    /// <param name="after">The hold after the change.</param>
    /// <param name="nextExpiry">The next expiry of the other holds, where this hold was the next to expire.</param>
    public static HoldTotals After(Wallet wallet, Hold before, Hold after, DateTimeOffset? nextExpiry)
    {
        var held = checked(wallet.Holds.HeldMinorUnits - before.RemainingMinorUnits + after.RemainingMinorUnits);
        return after.Status == HoldStatus.Open
            ? wallet.Holds with { HeldMinorUnits = held }
            : wallet.Holds with
            {
                HeldMinorUnits = held,
                OpenCount = wallet.Holds.OpenCount - 1,
                NextExpiry = before.ExpiresAt is { } expiry && expiry == wallet.Holds.NextExpiry ? nextExpiry : wallet.Holds.NextExpiry,
            };
    }
}
