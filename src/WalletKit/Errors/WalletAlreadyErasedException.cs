namespace WalletKit;

/// <summary>The refusal to erase a wallet that has no entry since it was erased. Code <c>wallet_already_erased</c>.</summary>
public sealed class WalletAlreadyErasedException : WalletRefusedException
{
    /// <summary>Names the wallet.</summary>
    /// <param name="walletId">The wallet.</param>
    public WalletAlreadyErasedException(WalletId walletId)
        : base(RefusalKind.State, "wallet_already_erased", $"wallet {walletId} is erased already, and nothing has happened to it since.") =>
        WalletId = walletId;

    /// <summary>Gets the wallet.</summary>
    public WalletId WalletId { get; }
}
