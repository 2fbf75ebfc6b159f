using System.Collections.Immutable;

namespace WalletKit;

/// <summary>The totals of all wallets and of all accounts outside of them, at one place in the order of commits.</summary>
/// <remarks>In each currency they sum to zero. A currency is listed from its first transaction on.</remarks>
public sealed record TrialBalance
{
    /// <summary>Gets the place, as opaque text of at most 64 characters. The same place stands for the same commits for ever.</summary>
    public required string Place { get; init; }

    /// <summary>Gets the totals of each currency, by code and decimals. Amounts with other decimals are another currency.</summary>
    public required ImmutableArray<CurrencyTotals> Currencies { get; init; }

    /// <summary>Gets whether every currency sums to zero. Where it does not, the books are damaged, and an audit finds where.</summary>
    public bool IsBalanced => Currencies.All(static currency => currency.DifferenceMinorUnits == 0);
}
