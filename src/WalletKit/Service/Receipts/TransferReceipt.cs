namespace WalletKit;

/// <summary>What a transfer returns: both legs.</summary>
/// <param name="Outgoing">The leg of the source.</param>
/// <param name="Incoming">The leg of the destination.</param>
/// <param name="Replayed">Whether they were recorded by an earlier call under the same idempotency key, and nothing happened now.</param>
public sealed record TransferReceipt(WalletTransaction Outgoing, WalletTransaction Incoming, bool Replayed);
