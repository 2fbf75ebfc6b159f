namespace WalletKit;

/// <summary>Closes a wallet for good; its balance must be 0 and no hold open.</summary>
/// <param name="WalletId">The wallet.</param>
public sealed record CloseWallet(WalletId WalletId) : StateCommand(WalletId);
