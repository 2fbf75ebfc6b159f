namespace WalletKit;

/// <summary>The options of the voiding of a hold.</summary>
public sealed record VoidOptions : CommandOptions;
