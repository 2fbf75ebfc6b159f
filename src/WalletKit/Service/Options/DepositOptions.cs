namespace WalletKit;

/// <summary>The options of a deposit.</summary>
public sealed record DepositOptions : PostingOptions
{
    /// <summary>
    /// Gets whether the deposit may earn a rebate, where rebates are on. It is not content: a retry under the same key is the same deposit. Default: true.
    /// </summary>
    public bool EarnsRebate { get; init; } = true;
}
