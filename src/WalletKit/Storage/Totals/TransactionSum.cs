namespace WalletKit.Stores;

/// <summary>The sum of the amounts of all transactions that name one account, in one currency.</summary>
/// <param name="Currency">The currency of the wallets.</param>
/// <param name="Account">The account; null for the transfers within the currency, whose two legs cancel out.</param>
/// <param name="MinorUnits">The sum, in minor units. It can be far past 64 bits.</param>
public readonly record struct TransactionSum(Currency Currency, string? Account, Int128 MinorUnits);
