namespace WalletKit;

/// <summary>Takes money out of a wallet, if as much is available.</summary>
/// <param name="WalletId">The wallet.</param>
/// <param name="Amount">How much, in units: more than zero, with no more decimals than the currency has.</param>
public sealed record Withdraw(WalletId WalletId, decimal Amount) : MoneyCommand(WalletId, Amount);
