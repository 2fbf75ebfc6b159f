namespace WalletKit;

/// <summary>A command on a closed wallet. Code <c>wallet_closed</c>.</summary>
public sealed class WalletClosedException : WalletRefusedException
{
    /// <summary>Says which wallet is closed.</summary>
    public WalletClosedException(WalletId walletId)
        : base(RefusalKind.State, "wallet_closed", $"wallet {walletId} is closed.") => WalletId = walletId;

    /// <summary>The wallet.</summary>
    public WalletId WalletId { get; }
}
