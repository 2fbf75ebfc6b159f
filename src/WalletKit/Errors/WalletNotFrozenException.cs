namespace WalletKit;

/// <summary>The refusal to unfreeze a wallet that is not frozen. Code <c>wallet_not_frozen</c>.</summary>
public sealed class WalletNotFrozenException : WalletRefusedException
{
    /// <summary>Names the wallet that is not frozen.</summary>
    public WalletNotFrozenException(WalletId walletId)
        : base(RefusalKind.State, "wallet_not_frozen", $"wallet {walletId} is not frozen.") => WalletId = walletId;

    /// <summary>Gets the wallet.</summary>
    public WalletId WalletId { get; }
}
