namespace WalletKit;

/// <summary>The refusal of a debit or a new hold because the wallet is frozen. Code <c>wallet_frozen</c>.</summary>
public sealed class WalletFrozenException : WalletRefusedException
{
    /// <summary>Names the wallet that is frozen.</summary>
    public WalletFrozenException(WalletId walletId)
        : base(RefusalKind.State, "wallet_frozen", $"wallet {walletId} is frozen: debits and new holds are refused.") => WalletId = walletId;

    /// <summary>Gets the wallet.</summary>
    public WalletId WalletId { get; }
}
