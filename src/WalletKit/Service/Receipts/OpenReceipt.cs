namespace WalletKit;

/// <summary>The result of an opening.</summary>
public sealed record OpenReceipt
{
    /// <summary>Gets the wallet in its present state.</summary>
    public required Wallet Wallet { get; init; }

    /// <summary>Gets whether the wallet existed already, and nothing happened now.</summary>
    public required bool Replayed { get; init; }
}
