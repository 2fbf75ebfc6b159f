namespace WalletKit;

/// <summary>The result of a transfer: both legs.</summary>
public sealed record TransferReceipt
{
    /// <summary>Gets the leg of the source.</summary>
    public required WalletTransaction Outgoing { get; init; }

    /// <summary>Gets the leg of the destination.</summary>
    public required WalletTransaction Incoming { get; init; }

    /// <summary>Gets whether an earlier call under the same idempotency key recorded them, and nothing happened now.</summary>
    public required bool Replayed { get; init; }
}
