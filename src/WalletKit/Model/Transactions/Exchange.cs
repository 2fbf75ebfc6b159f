using WalletKit.Model.Money;

namespace WalletKit;

/// <summary>How an amount of one currency became an amount of another.</summary>
public sealed record Exchange
{
    /// <summary>Gets how many units of the target's currency one unit of the source's was worth; null where both amounts were given and their ratio is past what a decimal can hold.</summary>
    public required decimal? Rate { get; init; }

    /// <summary>Gets how the target amount was rounded; null where it was given.</summary>
    public required MidpointRounding? Rounding { get; init; }

    /// <summary>Gets the currency of the other leg.</summary>
    public required Currency CounterpartCurrency { get; init; }

    /// <summary>Gets the size of the other leg, in minor units of its currency; more than zero.</summary>
    public required long CounterpartMinorUnits { get; init; }

    /// <summary>The size of the other leg, in units of its currency.</summary>
    public decimal CounterpartAmount => MinorUnits.ToDecimal(CounterpartMinorUnits, CounterpartCurrency.Exponent);
}
