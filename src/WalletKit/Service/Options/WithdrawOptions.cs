namespace WalletKit;

/// <summary>The options of a withdrawal.</summary>
public sealed record WithdrawOptions : PostingOptions;
