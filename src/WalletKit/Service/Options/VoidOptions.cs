namespace WalletKit;

/// <summary>The options of giving up a hold.</summary>
public sealed record VoidOptions : CommandOptions;
