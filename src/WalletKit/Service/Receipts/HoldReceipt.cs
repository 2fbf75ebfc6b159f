namespace WalletKit;

/// <summary>What placing or voiding a hold returns.</summary>
/// <param name="Hold">The hold right after.</param>
/// <param name="Version">The wallet's version right after.</param>
/// <param name="Replayed">Whether it was done by an earlier call under the same idempotency key, and nothing happened now.</param>
public sealed record HoldReceipt(Hold Hold, long Version, bool Replayed);
