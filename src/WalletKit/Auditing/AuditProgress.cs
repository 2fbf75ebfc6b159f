using WalletKit.Digests;

namespace WalletKit;

/// <summary>How far an audit is.</summary>
/// <param name="Wallets">How many wallets are checked.</param>
/// <param name="Transactions">How many transactions are read.</param>
/// <param name="Findings">How many findings there are so far.</param>
public sealed record AuditProgress(long Wallets, long Transactions, long Findings);
