namespace WalletKit;

/// <summary>The state of a hold.</summary>
public enum HoldStatus
{
    /// <summary>The hold holds money back until a capture or a void ends it, or until it expires.</summary>
    Open,

    /// <summary>A capture ended the hold; the money that was not captured is free again.</summary>
    Captured,

    /// <summary>The hold was given up; the money that was not captured is free again.</summary>
    Voided,

    /// <summary>The hold's time ran out; the money that was not captured is free again.</summary>
    Expired,
}
