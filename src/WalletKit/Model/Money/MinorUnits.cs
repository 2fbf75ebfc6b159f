namespace WalletKit;

/// <summary>Converts exactly between <see cref="decimal"/> amounts and 64-bit minor units.</summary>
/// <remarks>
/// The public interface takes and gives decimals, and the library calculates in minor units. Nothing is ever rounded: an amount either has a whole
/// number of minor units in range, or it is refused.
/// </remarks>
public static class MinorUnits
{
    /// <summary>Converts an amount into minor units.</summary>
    /// <param name="amount">Any decimal. Trailing zeros do not count as decimals.</param>
    /// <param name="exponent">The currency's exponent, 0 to 18.</param>
    /// <param name="minorUnits">The amount times 10^<paramref name="exponent"/>; zero unless the result is <see cref="ConversionResult.Exact"/>.</param>
    public static ConversionResult TryFromDecimal(decimal amount, int exponent, out long minorUnits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exponent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(exponent, Currency.MaxExponent);
        minorUnits = 0;
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(amount, parts);
        var mantissa = new UInt128((uint)parts[2], ((ulong)(uint)parts[1] << 32) | (uint)parts[0]);
        int scale = amount.Scale;

        for (; scale > exponent; scale--)
        {
            var (quotient, remainder) = UInt128.DivRem(mantissa, 10);
            if (remainder != 0)
            {
                return ConversionResult.TooManyDecimals;
            }

            mantissa = quotient;
        }

        // The mantissa has at most 96 bits and the factor at most 60. Only a mantissa of at most 64 bits may therefore be multiplied in 128 bits.
        if (mantissa > ulong.MaxValue)
        {
            return ConversionResult.OutOfRange;
        }

        var product = mantissa * PowersOfTen[exponent - scale];
        var isNegative = decimal.IsNegative(amount);
        if (product > (isNegative ? (UInt128)1 << 63 : (UInt128)long.MaxValue))
        {
            return ConversionResult.OutOfRange;
        }

        minorUnits = isNegative ? unchecked(-(long)(ulong)product) : (long)(ulong)product;
        return ConversionResult.Exact;
    }

    /// <summary>Converts minor units into a decimal with <paramref name="exponent"/> decimals.</summary>
    /// <param name="minorUnits">Any 64-bit number of minor units.</param>
    /// <param name="exponent">The currency's exponent, 0 to 18.</param>
    public static decimal ToDecimal(long minorUnits, int exponent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exponent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(exponent, Currency.MaxExponent);
        var magnitude = minorUnits < 0 ? unchecked((ulong)-minorUnits) : (ulong)minorUnits;
        return new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), 0, minorUnits < 0, (byte)exponent);
    }

    /// <summary>Converts a sum of minor units, which can be past 64 bits.</summary>
    /// <exception cref="OverflowException">The sum has more than the 96 bits of a decimal.</exception>
    internal static decimal ToDecimal(Int128 minorUnits, int exponent)
    {
        var magnitude = minorUnits < 0 ? (UInt128)0 - (UInt128)minorUnits : (UInt128)minorUnits;
        return magnitude >> 96 == 0
            ? new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), (int)(uint)(magnitude >> 64), minorUnits < 0, (byte)exponent)
            : throw new OverflowException("The sum is past the range of a decimal; its minor units are exact.");
    }

    private static ReadOnlySpan<ulong> PowersOfTen =>
    [
        1,
        10,
        100,
        1_000,
        10_000,
        100_000,
        1_000_000,
        10_000_000,
        100_000_000,
        1_000_000_000,
        10_000_000_000,
        100_000_000_000,
        1_000_000_000_000,
        10_000_000_000_000,
        100_000_000_000_000,
        1_000_000_000_000_000,
        10_000_000_000_000_000,
        100_000_000_000_000_000,
        1_000_000_000_000_000_000,
    ];
}
