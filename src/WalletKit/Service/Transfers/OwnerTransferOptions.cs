namespace WalletKit;

/// <summary>What holds for transfers that owners ask for, as through the HTTP endpoints, and not for the host's own.</summary>
public sealed class OwnerTransferOptions
{
    /// <summary>
    /// Gets the least amount of a transfer, in units and more than zero, by the code of the source's currency. Currencies that are not named have none. Each transfer writes into the payee's
    /// history and raises the version of the payee's wallet, so a least amount says what that costs a stranger. Default: none.
    /// </summary>
    public IDictionary<string, decimal> MinAmounts { get; } = new Dictionary<string, decimal>(StringComparer.Ordinal);

    /// <summary>
    /// Which texts of the payer's the payee's history keeps. The payer chooses them, up to 10,000 characters of metadata, and the payee cannot refuse them. Default: <see cref="PayeeTexts.Reference"/>.
    /// </summary>
    public PayeeTexts PayeeKeeps { get; set; } = PayeeTexts.Reference;
}
