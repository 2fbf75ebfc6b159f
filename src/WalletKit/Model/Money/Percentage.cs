namespace WalletKit.Model.Money;

/// <summary>A share of an amount, calculated exactly and rounded once.</summary>
internal static class Percentage
{
    /// <summary>The most decimals a rate may have: the product of rate and amount then fits 128 bits.</summary>
    public const int MaxRateDecimals = 18;

    /// <summary>The share <paramref name="rate"/> of <paramref name="minorUnits"/>, in whole minor units.</summary>
    /// <param name="minorUnits">The amount, in minor units; zero or more.</param>
    /// <param name="rate">The share, from 0 to 1, with at most 18 decimals.</param>
    /// <param name="rounding">The rule by which the remainder is rounded.</param>
    public static long Of(long minorUnits, decimal rate, MidpointRounding rounding)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minorUnits);
        if (rate > 1 || MinorUnits.TryFromDecimal(rate, MaxRateDecimals, out var parts) != ConversionResult.Exact || parts < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(rate), rate, $"A rate is from 0 to 1, with at most {MaxRateDecimals} decimals.");
        }

        UInt128 whole = 1_000_000_000_000_000_000;
        var (quotient, remainder) = UInt128.DivRem((UInt128)minorUnits * (UInt128)parts, whole);
        return checked((long)quotient + (Rounding.GoesUp(UInt128.IsOddInteger(quotient), remainder, whole, rounding) ? 1 : 0));
    }
}
