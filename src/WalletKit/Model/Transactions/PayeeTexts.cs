namespace WalletKit;

/// <summary>Which texts of a transfer stand in the payee's history as well as in the payer's.</summary>
public enum PayeeTexts
{
    /// <summary>Reference and metadata.</summary>
    All = 0,

    /// <summary>The reference, which has at most 200 characters; the metadata stays with the payer.</summary>
    Reference = 1,

    /// <summary>Neither.</summary>
    None = 2,
}
