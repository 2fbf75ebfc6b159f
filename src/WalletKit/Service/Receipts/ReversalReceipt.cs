namespace WalletKit;

/// <summary>What a reversal returns.</summary>
/// <param name="Transactions">The one that took back the transaction itself; after it, of a transfer that of the other leg, of a deposit that of its rebate if it was paid.</param>
/// <param name="Replayed">Whether they were recorded by an earlier call under the same idempotency key, and nothing happened now.</param>
public sealed record ReversalReceipt(IReadOnlyList<WalletTransaction> Transactions, bool Replayed);
