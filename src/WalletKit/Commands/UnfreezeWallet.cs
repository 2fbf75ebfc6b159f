namespace WalletKit;

/// <summary>Lets debits and new holds of a frozen wallet through again.</summary>
/// <param name="WalletId">The wallet.</param>
public sealed record UnfreezeWallet(WalletId WalletId) : StateCommand(WalletId);
