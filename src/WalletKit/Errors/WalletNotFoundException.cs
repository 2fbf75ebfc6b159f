namespace WalletKit;

/// <summary>There is no such wallet. Code <c>wallet_not_found</c>.</summary>
public sealed class WalletNotFoundException : WalletRefusedException
{
    /// <summary>Says which wallet there is not.</summary>
    public WalletNotFoundException(WalletId walletId)
        : base(RefusalKind.NotFound, "wallet_not_found", $"wallet {walletId} does not exist.") => WalletId = walletId;

    /// <summary>The wallet that there is not.</summary>
    public WalletId WalletId { get; }
}
