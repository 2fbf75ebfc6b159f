namespace WalletKit;

/// <summary>What a change of a wallet's state returns.</summary>
public sealed record EventReceipt
{
    /// <summary>Gets the change, as it stands in the wallet's history.</summary>
    public required WalletEvent Event { get; init; }

    /// <summary>Gets whether it was recorded by an earlier call under the same idempotency key, and nothing happened now.</summary>
    public required bool Replayed { get; init; }
}
