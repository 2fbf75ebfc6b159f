namespace WalletKit;

/// <summary>The result of the capture of a hold.</summary>
public sealed record CaptureReceipt
{
    /// <summary>Gets the transaction that took the money out of the wallet.</summary>
    public required WalletTransaction Transaction { get; init; }

    /// <summary>Gets the hold right after the capture.</summary>
    public required Hold Hold { get; init; }

    /// <summary>Gets whether an earlier call under the same idempotency key captured it, and nothing happened now.</summary>
    public required bool Replayed { get; init; }

    /// <summary>Gets the balance right after the capture, in units.</summary>
    public decimal Balance => Transaction.BalanceAfter;

    /// <summary>Gets the wallet's version right after the capture.</summary>
    public long Version => Transaction.Version;
}
