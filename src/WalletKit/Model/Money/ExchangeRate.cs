using System.Numerics;

namespace WalletKit.Model.Money;

/// <summary>An amount in another currency, calculated exactly and rounded once.</summary>
internal static class ExchangeRate
{
    private const int MaxDecimalScale = 28;

    /// <summary>Converts minor units of one currency into those of another.</summary>
    /// <param name="minorUnits">The amount; zero or more.</param>
    /// <param name="exponent">The exponent of the amount's currency.</param>
    /// <param name="rate">The number of units of the other currency that one unit is worth; zero or more.</param>
    /// <param name="targetExponent">The exponent of the other currency.</param>
    /// <param name="rounding">The rule by which the remainder is rounded.</param>
    /// <param name="target">The amount in the other currency, in minor units.</param>
    /// <returns>False where the amount is past the 64-bit range.</returns>
    public static bool TryConvert(long minorUnits, int exponent, decimal rate, int targetExponent, MidpointRounding rounding, out long target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minorUnits);
        ArgumentOutOfRangeException.ThrowIfNegative(rate);
        var (numerator, denominator) = Fraction(minorUnits, exponent, rate, targetExponent);
        var quotient = BigInteger.DivRem(numerator, denominator, out var remainder);
        if (Rounding.GoesUp(!quotient.IsEven, remainder, denominator, rounding))
        {
            quotient++;
        }

        target = quotient <= long.MaxValue ? (long)quotient : 0;
        return quotient <= long.MaxValue;
    }

    /// <summary>Whether an amount is worth a whole number of minor units of another currency, so that nothing is rounded.</summary>
    /// <param name="minorUnits">The amount, in minor units. Its sign does not matter.</param>
    /// <param name="exponent">The exponent of the amount's currency.</param>
    /// <param name="rate">The number of units of the other currency that one unit is worth.</param>
    /// <param name="targetExponent">The exponent of the other currency.</param>
    public static bool IsExact(long minorUnits, int exponent, decimal rate, int targetExponent)
    {
        var (numerator, denominator) = Fraction(minorUnits, exponent, rate, targetExponent);
        return (numerator % denominator).IsZero;
    }

    /// <summary>The rate at which one amount became another; null where a decimal cannot hold it. The last digits may be rounded away.</summary>
    /// <param name="amount">The amount; more than zero.</param>
    /// <param name="target">The amount that it became; more than zero.</param>
    public static decimal? Implied(decimal amount, decimal target)
    {
        // The quotient in 28 decimals where it fits, so that nothing is calculated that could overflow.
        var scaled = Mantissa(target) * BigInteger.Pow(10, MaxDecimalScale + amount.Scale) / (Mantissa(amount) * BigInteger.Pow(10, target.Scale));
        var scale = MaxDecimalScale;
        while (scale > 0 && (scaled >= BigInteger.One << 96 || (scaled % 10).IsZero))
        {
            scaled /= 10;
            scale--;
        }

        if (scaled.IsZero || scaled >= BigInteger.One << 96)
        {
            return null;
        }

        return new decimal((int)(uint)(scaled & uint.MaxValue), (int)(uint)((scaled >> 32) & uint.MaxValue), (int)(uint)(scaled >> 64), false, (byte)scale);
    }

    private static (BigInteger Numerator, BigInteger Denominator) Fraction(long minorUnits, int exponent, decimal rate, int targetExponent) =>
        (minorUnits * Mantissa(rate) * BigInteger.Pow(10, targetExponent), BigInteger.Pow(10, exponent + rate.Scale));

    private static BigInteger Mantissa(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        return ((BigInteger)(uint)parts[2] << 64) | ((BigInteger)(uint)parts[1] << 32) | (uint)parts[0];
    }
}
