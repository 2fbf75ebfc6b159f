namespace WalletKit;

/// <summary>The result of the placing or voiding of a hold.</summary>
public sealed record HoldReceipt
{
    /// <summary>Gets the hold right after the command.</summary>
    public required Hold Hold { get; init; }

    /// <summary>Gets the wallet's version right after the command.</summary>
    public required long Version { get; init; }

    /// <summary>Gets whether an earlier call under the same idempotency key did the command, and nothing happened now.</summary>
    public required bool Replayed { get; init; }
}
