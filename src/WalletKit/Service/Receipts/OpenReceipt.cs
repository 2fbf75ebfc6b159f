namespace WalletKit;

/// <summary>The answer to an opening.</summary>
public sealed record OpenReceipt
{
    /// <summary>Gets the wallet as it stands.</summary>
    public required Wallet Wallet { get; init; }

    /// <summary>Gets whether the wallet stood already, and nothing happened now.</summary>
    public required bool Replayed { get; init; }
}
