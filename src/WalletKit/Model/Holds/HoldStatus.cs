namespace WalletKit;

/// <summary>What became of a hold.</summary>
public enum HoldStatus
{
    /// <summary>It holds money back; a capture or a void is still to come, or its expiry.</summary>
    Open,

    /// <summary>A capture ended it; what was not captured is free again.</summary>
    Captured,

    /// <summary>It was given up; what was not captured is free again.</summary>
    Voided,

    /// <summary>Its time ran out; what was not captured is free again.</summary>
    Expired,
}
