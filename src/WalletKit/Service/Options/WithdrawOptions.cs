namespace WalletKit;

/// <summary>The options of a withdrawal.</summary>
public sealed record WithdrawOptions : PostingOptions
{
    /// <summary>Gets the account that the money goes to; null for <see cref="CounterAccount.External"/>.</summary>
    /// <remarks>It has 1 to 64 characters, each a letter from a to z, a digit, or one of <c>. _ : -</c>.</remarks>
    public string? Account { get; init; }
}
