namespace WalletKit;

/// <summary>The refusal of a command on a wallet that does not exist. Code <c>wallet_not_found</c>.</summary>
public sealed class WalletNotFoundException : WalletRefusedException
{
    /// <summary>Names the wallet that does not exist.</summary>
    public WalletNotFoundException(WalletId walletId)
        : base(RefusalKind.NotFound, "wallet_not_found", $"wallet {walletId} does not exist.") => WalletId = walletId;

    /// <summary>Gets the wallet that does not exist.</summary>
    public WalletId WalletId { get; }
}
