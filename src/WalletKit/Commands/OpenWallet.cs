namespace WalletKit;

/// <summary>Opens a wallet, or returns the one that stands under the same owner and name.</summary>
/// <param name="WalletId">The id that the wallet gets if it is opened now.</param>
/// <param name="OwnerId">Whose wallet it is, 1 to 200 characters.</param>
/// <param name="Currency">The currency. A wallet that stands already must have the same code; it keeps the exponent of its opening.</param>
/// <param name="Name">Which of the owner's wallets it is, 1 to 200 characters.</param>
public sealed record OpenWallet(WalletId WalletId, string OwnerId, Currency Currency, string Name = Wallet.DefaultName) : WalletCommand(WalletId)
{
    /// <summary>How many wallets that are not closed the owner may have, this one included; one or more, or null for any number. <see cref="IWalletService"/> sets it from its options.</summary>
    public int? MaxWallets { get; init; }
}
