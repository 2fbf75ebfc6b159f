namespace WalletKit;

/// <summary>The sums that a wallet keeps about its holds, so that a command need not read the holds.</summary>
public sealed record HoldTotals
{
    /// <summary>Gets the totals of a wallet that never had a hold.</summary>
    public static HoldTotals None { get; } = new();

    /// <summary>Gets the sum that the open holds still hold, without the holds that have ended, in minor units.</summary>
    /// <remarks>
    /// A store keeps a hold in the sum until the wallet's own debit or hold, or the sweep, ends the hold. A reader is given the sum without the holds that
    /// have expired.
    /// </remarks>
    public long HeldMinorUnits { get; init; }

    /// <summary>Gets the number of the newest hold; 0 before the first.</summary>
    public long LastNumber { get; init; }

    /// <summary>Gets the number of holds that are recorded as open, 0 or more.</summary>
    /// <remarks>A hold that has expired counts until its expiry is recorded.</remarks>
    public long OpenCount { get; init; }

    /// <summary>Gets the earliest expiry of an open hold that has not ended; null where no such hold expires.</summary>
    public DateTimeOffset? NextExpiry { get; init; }

    /// <summary>Gets the holds that have ended for good, though their expiry is not recorded yet; null where there are none.</summary>
    public EndedThrough? EndedThrough { get; init; }
}
