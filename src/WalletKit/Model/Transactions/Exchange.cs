using WalletKit.Model.Money;

namespace WalletKit;

/// <summary>The conversion of an amount of one currency into an amount of another.</summary>
public sealed record Exchange
{
    /// <summary>Gets the rate: the number of units of the target's currency for one unit of the source's.</summary>
    /// <remarks>Null where both amounts were given and a decimal cannot hold their ratio.</remarks>
    public decimal? Rate { get; init; }

    /// <summary>Gets the rule by which the target amount was rounded; null where the amount was given.</summary>
    public MidpointRounding? Rounding { get; init; }

    /// <summary>Gets the currency of the other leg.</summary>
    public required Currency CounterpartCurrency { get; init; }

    /// <summary>Gets the size of the other leg, in minor units of its currency; more than zero.</summary>
    public required long CounterpartMinorUnits { get; init; }

    /// <summary>Gets the size of the other leg, in units of its currency.</summary>
    public decimal CounterpartAmount => MinorUnits.ToDecimal(CounterpartMinorUnits, CounterpartCurrency.Exponent);
}
