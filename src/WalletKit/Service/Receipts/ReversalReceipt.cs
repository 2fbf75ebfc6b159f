namespace WalletKit;

/// <summary>The result of a reversal.</summary>
public sealed record ReversalReceipt
{
    /// <summary>Gets the new transactions. The one that took back the transaction itself comes first.</summary>
    /// <remarks>
    /// For a transfer, the reversal of the other leg follows. For a deposit, the reversal of its rebate follows, if the rebate was paid.
    /// </remarks>
    public required IReadOnlyList<WalletTransaction> Transactions { get; init; }

    /// <summary>Gets whether an earlier call under the same idempotency key recorded them, and nothing happened now.</summary>
    public required bool Replayed { get; init; }
}
