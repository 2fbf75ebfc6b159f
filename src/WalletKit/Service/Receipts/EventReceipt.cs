namespace WalletKit;

/// <summary>What a change of a wallet's state returns.</summary>
/// <param name="Event">The change, as it stands in the wallet's history.</param>
/// <param name="Replayed">Whether it was recorded by an earlier call under the same idempotency key, and nothing happened now.</param>
public sealed record EventReceipt(WalletEvent Event, bool Replayed);
