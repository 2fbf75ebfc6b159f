namespace WalletKit;

/// <summary>The state of a hold.</summary>
public enum HoldStatus
{
    /// <summary>It holds money back; a capture or a void is still to come, or its expiry.</summary>
    Open = 1,

    /// <summary>A capture ended it; what was not captured is free again.</summary>
    Captured = 2,

    /// <summary>It was given up; what was not captured is free again.</summary>
    Voided = 3,

    /// <summary>Its time ran out; what was not captured is free again.</summary>
    Expired = 4,
}
