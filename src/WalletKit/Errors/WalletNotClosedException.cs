namespace WalletKit;

/// <summary>The refusal to erase a wallet that is not closed. Code <c>wallet_not_closed</c>.</summary>
public sealed class WalletNotClosedException : WalletRefusedException
{
    /// <summary>Names the wallet.</summary>
    /// <param name="walletId">The wallet.</param>
    public WalletNotClosedException(WalletId walletId)
        : base(RefusalKind.State, "wallet_not_closed", $"wallet {walletId} is not closed, and only a closed wallet is erased unless open wallets are included.") =>
        WalletId = walletId;

    /// <summary>Gets the wallet.</summary>
    public WalletId WalletId { get; }
}
