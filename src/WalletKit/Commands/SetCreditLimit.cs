namespace WalletKit;

/// <summary>Sets how far a wallet's balance may go below zero.</summary>
/// <param name="WalletId">The wallet.</param>
/// <param name="Limit">The limit in units: zero or more, with no more decimals than the currency has, and not below what is used already.</param>
public sealed record SetCreditLimit(WalletId WalletId, decimal Limit) : StateCommand(WalletId);
