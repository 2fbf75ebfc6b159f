using System.Collections.Immutable;

namespace WalletKit.Stores;

/// <summary>The sums of all transactions up to a place in the order of commits.</summary>
/// <param name="Place">The place as text of 1 to 64 characters, by which the store finds it again. It stands for the same commits for ever.</param>
/// <param name="Sums">The sums, in any order, each currency and account once. An account whose transactions cancel out is there with zero.</param>
public sealed record StoreTotals(string Place, ImmutableArray<TransactionSum> Sums)
{
    /// <summary>Returns the trial balance that the sums make.</summary>
    /// <remarks>A wallet's balance is the sum of its transactions, so the wallets together have the sum of all transactions.</remarks>
    public TrialBalance ToTrialBalance() => new()
    {
        Place = Place,
        Currencies =
        [
            .. Sums
                .GroupBy(static sum => sum.Currency)
                .OrderBy(static currency => currency.Key.Code, StringComparer.Ordinal)
                .ThenBy(static currency => currency.Key.Exponent)
                .Select(static currency => new CurrencyTotals
                {
                    Currency = currency.Key,
                    WalletsMinorUnits = currency.Aggregate(Int128.Zero, static (total, sum) => total + sum.MinorUnits),
                    Accounts =
                    [
                        .. currency
                            .Where(static sum => sum.Account is not null)
                            .OrderBy(static sum => sum.Account!, StringComparer.Ordinal)
                            .Select(static sum => new AccountTotal { Account = sum.Account!, Currency = sum.Currency, TotalMinorUnits = -sum.MinorUnits }),
                    ],
                }),
        ],
    };
}
