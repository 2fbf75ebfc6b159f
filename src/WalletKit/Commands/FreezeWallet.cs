namespace WalletKit;

/// <summary>Stops debits and new holds of an active wallet; credits still land.</summary>
/// <param name="WalletId">The wallet.</param>
public sealed record FreezeWallet(WalletId WalletId) : StateCommand(WalletId);
