namespace WalletKit;

/// <summary>What a reversal returns.</summary>
public sealed record ReversalReceipt
{
    /// <summary>Gets the one that took back the transaction itself; after it, of a transfer that of the other leg, of a deposit that of its rebate if it was paid.</summary>
    public required IReadOnlyList<WalletTransaction> Transactions { get; init; }

    /// <summary>Gets whether they were recorded by an earlier call under the same idempotency key, and nothing happened now.</summary>
    public required bool Replayed { get; init; }
}
