namespace WalletKit;

/// <summary>Settles a pending rebate: pays it, records that nothing is due, or cancels it where the wallet is closed.</summary>
/// <param name="Deposit">The deposit that earned it.</param>
/// <param name="Amount">How much, in units: zero or more, with no more decimals than the currency has. Zero is recorded as nothing due.</param>
public sealed record PayRebate(TransactionId Deposit, decimal Amount) : RebateCommand(Deposit);
