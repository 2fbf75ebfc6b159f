using WalletKit.Rules;

namespace WalletKit;

/// <summary>What was written into a manifest, and its hash.</summary>
/// <param name="Hash">The SHA-256 hash of the manifest's bytes: what <c>sha256sum</c> prints of it, and what is to be published.</param>
/// <param name="Wallets">How many wallets it names.</param>
/// <param name="Transactions">How many transactions those have.</param>
/// <param name="Time">When the writing began: what was committed before is in it.</param>
public sealed record StoreDigest(Sha256Hash Hash, long Wallets, long Transactions, DateTimeOffset Time);
