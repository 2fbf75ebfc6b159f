namespace WalletKit.Rules;

/// <summary>What an idempotency key stands for.</summary>
/// <param name="Key">The key.</param>
/// <param name="Content">The hash of the content it was used with.</param>
/// <param name="Transaction">The transaction that the command recorded.</param>
public sealed record RecordedCommand(string Key, ContentHash Content, WalletTransaction Transaction);
