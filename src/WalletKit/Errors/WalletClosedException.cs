namespace WalletKit;

/// <summary>The refusal of a command on a closed wallet. Code <c>wallet_closed</c>.</summary>
public sealed class WalletClosedException : WalletRefusedException
{
    /// <summary>Names the wallet that is closed.</summary>
    public WalletClosedException(WalletId walletId)
        : base(RefusalKind.State, "wallet_closed", $"wallet {walletId} is closed.") => WalletId = walletId;

    /// <summary>Gets the wallet.</summary>
    public WalletId WalletId { get; }
}
