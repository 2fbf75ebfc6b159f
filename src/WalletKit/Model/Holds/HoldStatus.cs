namespace WalletKit;

/// <summary>The state of a hold.</summary>
public enum HoldStatus
{
    /// <summary>The hold holds money back until a capture or a void ends it, or until it expires.</summary>
    Open = 1,

    /// <summary>A capture ended the hold; the money that was not captured is free again.</summary>
    Captured = 2,

    /// <summary>The hold was voided; the money that was not captured is free again.</summary>
    Voided = 3,

    /// <summary>The hold's time ran out; the money that was not captured is free again.</summary>
    Expired = 4,
}
