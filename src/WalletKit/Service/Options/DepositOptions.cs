namespace WalletKit;

/// <summary>The options of a deposit.</summary>
public sealed record DepositOptions : PostingOptions
{
    /// <summary>Gets whether the deposit may earn a rebate, where rebates are on. Default: true.</summary>
    /// <remarks>The option is not content: a retry under the same key is the same deposit.</remarks>
    public bool EarnsRebate { get; init; } = true;
}
