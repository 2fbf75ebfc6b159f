namespace WalletKit;

/// <summary>Something to be done to a wallet, as data. The rules decide it, a store commits what they decide.</summary>
public abstract record WalletCommand
{
    private protected WalletCommand(WalletId walletId) => WalletId = walletId;

    /// <summary>The wallet.</summary>
    public WalletId WalletId { get; }
}
