namespace WalletKit;

/// <summary>What a wallet keeps about its holds, so that a command need not read them.</summary>
public sealed record HoldTotals
{
    /// <summary>Those of a wallet that never had a hold.</summary>
    public static HoldTotals None { get; } = new();

    /// <summary>
    /// The sum of what the open holds that have not ended still hold, in minor units. A store keeps a hold in it until the wallet's own debit or hold, or
    /// the sweep, ends the hold; a reader is given the sum without what has expired.
    /// </summary>
    public long HeldMinorUnits { get; init; }

    /// <summary>The number of the newest hold; 0 before the first.</summary>
    public long LastNumber { get; init; }

    /// <summary>How many holds are recorded as open, 0 or more. A hold that has expired counts until its expiry is recorded.</summary>
    public long OpenCount { get; init; }

    /// <summary>The earliest time at which an open hold expires that has not ended; null where there is none.</summary>
    public DateTimeOffset? NextExpiry { get; init; }

    /// <summary>Which holds have ended for good, though their expiry is not recorded yet; null where there are none.</summary>
    public EndedThrough? EndedThrough { get; init; }
}
