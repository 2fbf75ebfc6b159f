namespace WalletKit;

/// <summary>The rules for transfers that owners ask for, through the HTTP endpoints for example.</summary>
/// <remarks>They do not apply to the host's own transfers.</remarks>
public sealed class OwnerTransferOptions
{
    /// <summary>Gets the least amounts of transfers by the code of the source's currency, in units. Default: none.</summary>
    /// <remarks>
    /// Each amount is more than zero; a currency that is not named has no least amount. Each transfer writes into the payee's history and raises the version of the
    /// payee's wallet, so a least amount sets the price at which a stranger can do that.
    /// </remarks>
    public IDictionary<string, decimal> MinAmounts { get; } = new Dictionary<string, decimal>(StringComparer.Ordinal);

    /// <summary>Gets or sets the payer's texts that the payee's history keeps.</summary>
    /// <remarks>
    /// The payer chooses these texts, up to 10,000 characters of metadata, and the payee cannot refuse them. Default: <see cref="PayeeTexts.Reference"/>.
    /// </remarks>
    public PayeeTexts PayeeKeeps { get; set; } = PayeeTexts.Reference;
}
