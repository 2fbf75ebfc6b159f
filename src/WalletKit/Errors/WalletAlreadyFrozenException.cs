namespace WalletKit;

/// <summary>A wallet that is to be frozen and is frozen already. Code <c>wallet_already_frozen</c>.</summary>
public sealed class WalletAlreadyFrozenException : WalletRefusedException
{
    /// <summary>Says which wallet is frozen already.</summary>
    public WalletAlreadyFrozenException(WalletId walletId)
        : base(RefusalKind.State, "wallet_already_frozen", $"wallet {walletId} is frozen already.") => WalletId = walletId;

    /// <summary>The wallet.</summary>
    public WalletId WalletId { get; }
}
