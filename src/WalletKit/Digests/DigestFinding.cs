namespace WalletKit;

/// <summary>One thing that is not as it was.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="WalletId">The wallet; null where it is about the manifest, or about wallets that cannot be listed.</param>
/// <param name="Sequence">The transaction's place in the wallet's history; null where it is about none.</param>
/// <param name="Message">The same in words.</param>
public sealed record DigestFinding(DigestFindingKind Kind, WalletId? WalletId, long? Sequence, string Message);
