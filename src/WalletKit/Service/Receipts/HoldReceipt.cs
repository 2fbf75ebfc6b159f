namespace WalletKit;

/// <summary>What placing or voiding a hold returns.</summary>
public sealed record HoldReceipt
{
    /// <summary>Gets the hold right after.</summary>
    public required Hold Hold { get; init; }

    /// <summary>Gets the wallet's version right after.</summary>
    public required long Version { get; init; }

    /// <summary>Gets whether it was done by an earlier call under the same idempotency key, and nothing happened now.</summary>
    public required bool Replayed { get; init; }
}
