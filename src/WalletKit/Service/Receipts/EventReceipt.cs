namespace WalletKit;

/// <summary>The result of a change of a wallet's state.</summary>
public sealed record EventReceipt
{
    /// <summary>Gets the change in the form in which the wallet's history keeps it.</summary>
    public required WalletEvent Event { get; init; }

    /// <summary>Gets whether an earlier call under the same idempotency key recorded the change, and nothing happened now.</summary>
    public required bool Replayed { get; init; }
}
