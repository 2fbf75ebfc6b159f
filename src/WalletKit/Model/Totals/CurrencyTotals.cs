using System.Collections.Immutable;

namespace WalletKit;

/// <summary>The totals of one currency in a trial balance.</summary>
public sealed record CurrencyTotals
{
    /// <summary>Gets the currency.</summary>
    public required Currency Currency { get; init; }

    /// <summary>Gets the sum of the balances of all wallets, in minor units. It can be far past 64 bits.</summary>
    public required Int128 WalletsMinorUnits { get; init; }

    /// <summary>Gets the sum of the balances of all wallets, in units.</summary>
    /// <exception cref="OverflowException">The sum is past 79,228,162,514,264,337,593,543,950,335 minor units, the range of a decimal.</exception>
    public decimal Wallets => MinorUnits.ToDecimal(WalletsMinorUnits, Currency.Exponent);

    /// <summary>Gets the accounts that a transaction has named so far, by the bytes of their names.</summary>
    public required ImmutableArray<AccountTotal> Accounts { get; init; }

    /// <summary>Gets the sum of wallets and accounts, in minor units: zero unless the books are damaged.</summary>
    public Int128 DifferenceMinorUnits => Accounts.Aggregate(WalletsMinorUnits, static (sum, account) => sum + account.TotalMinorUnits);
}
