namespace WalletKit;

/// <summary>The refusal to freeze a wallet that is frozen already. Code <c>wallet_already_frozen</c>.</summary>
public sealed class WalletAlreadyFrozenException : WalletRefusedException
{
    /// <summary>Names the wallet that is frozen already.</summary>
    public WalletAlreadyFrozenException(WalletId walletId)
        : base(RefusalKind.State, "wallet_already_frozen", $"wallet {walletId} is frozen already.") => WalletId = walletId;

    /// <summary>Gets the wallet.</summary>
    public WalletId WalletId { get; }
}
