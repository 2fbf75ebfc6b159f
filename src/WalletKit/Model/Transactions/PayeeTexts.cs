namespace WalletKit;

/// <summary>The texts of a transfer that the payee's history shows as well as the payer's.</summary>
public enum PayeeTexts
{
    /// <summary>The payee sees the reference and the metadata.</summary>
    All = 0,

    /// <summary>The payee sees the reference, which has at most 200 characters; the metadata stays with the payer.</summary>
    Reference = 1,

    /// <summary>The payee sees neither.</summary>
    None = 2,
}
