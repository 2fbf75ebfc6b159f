using WalletKit.Digests;

namespace WalletKit;

/// <summary>How far a verification is.</summary>
/// <param name="Wallets">How many wallets are done.</param>
/// <param name="Transactions">How many transactions are.</param>
/// <param name="Findings">How much was found.</param>
public readonly record struct DigestProgress(long Wallets, long Transactions, long Findings);
