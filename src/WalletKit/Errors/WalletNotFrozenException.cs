namespace WalletKit;

/// <summary>A wallet that is to be unfrozen and is not frozen. Code <c>wallet_not_frozen</c>.</summary>
public sealed class WalletNotFrozenException : WalletRefusedException
{
    /// <summary>Says which wallet is not frozen.</summary>
    public WalletNotFrozenException(WalletId walletId)
        : base(RefusalKind.State, "wallet_not_frozen", $"wallet {walletId} is not frozen.") => WalletId = walletId;

    /// <summary>The wallet.</summary>
    public WalletId WalletId { get; }
}
