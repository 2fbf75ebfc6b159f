namespace WalletKit;

/// <summary>A debit or a new hold on a frozen wallet. Code <c>wallet_frozen</c>.</summary>
public sealed class WalletFrozenException : WalletRefusedException
{
    /// <summary>Says which wallet is frozen.</summary>
    public WalletFrozenException(WalletId walletId)
        : base(RefusalKind.State, "wallet_frozen", $"wallet {walletId} is frozen: debits and new holds are refused.") => WalletId = walletId;

    /// <summary>The wallet.</summary>
    public WalletId WalletId { get; }
}
