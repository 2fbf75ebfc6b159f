namespace WalletKit;

/// <summary>The options of a deposit.</summary>
public sealed record DepositOptions : PostingOptions
{
    /// <summary>Gets the account that the money comes from; null for <see cref="CounterAccount.External"/>.</summary>
    /// <remarks>It has 1 to 64 characters, each a letter from a to z, a digit, or one of <c>. _ : -</c>.</remarks>
    public string? Account { get; init; }

    /// <summary>Gets whether the deposit may earn a rebate, where rebates are on. Default: true.</summary>
    /// <remarks>The option is not content: a retry under the same key is the same deposit.</remarks>
    public bool EarnsRebate { get; init; } = true;
}
