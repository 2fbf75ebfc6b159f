using WalletKit.Model.Money;

namespace WalletKit;

/// <summary>How an amount of one currency became an amount of another.</summary>
/// <param name="Rate">How many units of the target's currency one unit of the source's was worth; null where both amounts were given and their ratio is past what a decimal can hold.</param>
/// <param name="Rounding">How the target amount was rounded; null where it was given.</param>
/// <param name="CounterpartCurrency">The currency of the other leg.</param>
/// <param name="CounterpartMinorUnits">The size of the other leg, in minor units of its currency; more than zero.</param>
public sealed record Exchange(decimal? Rate, MidpointRounding? Rounding, Currency CounterpartCurrency, long CounterpartMinorUnits)
{
    /// <summary>The size of the other leg, in units of its currency.</summary>
    public decimal CounterpartAmount => MinorUnits.ToDecimal(CounterpartMinorUnits, CounterpartCurrency.Exponent);
}
