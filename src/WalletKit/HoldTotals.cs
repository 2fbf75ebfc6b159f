namespace WalletKit;

/// <summary>What a wallet keeps about its holds, so that a command need not read them.</summary>
public sealed record HoldTotals
{
    /// <summary>Those of a wallet that never had a hold.</summary>
    public static HoldTotals None { get; } = new();

    /// <summary>The sum of what its open holds still hold, in minor units; a hold whose time ran out counts until that is recorded.</summary>
    public long HeldMinorUnits { get; init; }

    /// <summary>The number of the newest hold; 0 before the first.</summary>
    public long LastNumber { get; init; }

    /// <summary>The earliest time at which an open hold expires; null where none does.</summary>
    public DateTimeOffset? NextExpiry { get; init; }
}
