using System.Numerics;
using CsCheck;

namespace WalletKit.Tests.Money;

public sealed class MinorUnitsPropertyTests
{
    private const long Iterations = 20_000;

    private static readonly Gen<int> Exponent = Gen.Int[0, Currency.MaxExponent];

    private static readonly Gen<long> AnyMinorUnits = Gen.OneOf(
        Gen.Long,
        Gen.Long[-1_000, 1_000],
        Gen.Long[0, 1_000].Select(n => long.MaxValue - n),
        Gen.Long[0, 1_000].Select(n => long.MinValue + n));

    // Decimals drawn bit by bit hardly ever have trailing zeros, and are hardly ever in range; the other two kinds mostly do and are.
    private static readonly Gen<decimal> Amount = Gen.OneOf(
        Gen.Select(Gen.Int, Gen.Int, Gen.Int, Gen.Bool, Gen.Byte[0, 28], (low, mid, high, sign, scale) => new decimal(low, mid, high, sign, scale)),
        Gen.Select(AnyMinorUnits, Gen.Byte[0, 28], (number, scale) => Scaled(number, scale)),
        Gen.Select(Gen.Long[-100_000, 100_000], Gen.Int[0, 20], Gen.Byte[0, 28], (number, zeros, scale) => Scaled(number * BigInteger.Pow(10, zeros), scale)));

    [Fact]
    public void Every_number_of_minor_units_comes_back_from_its_decimal() =>
        Gen.Select(AnyMinorUnits, Exponent).Sample((minorUnits, exponent) =>
        {
            Assert.Equal(ConversionResult.Exact, MinorUnits.TryFromDecimal(MinorUnits.ToDecimal(minorUnits, exponent), exponent, out var back));
            Assert.Equal(minorUnits, back);
        }, iter: Iterations);

    [Fact]
    public void The_decimal_of_minor_units_is_their_exact_quotient() =>
        Gen.Select(AnyMinorUnits, Exponent).Sample((minorUnits, exponent) =>
        {
            var (mantissa, scale) = Parts(MinorUnits.ToDecimal(minorUnits, exponent));

            Assert.Equal(exponent, scale);
            Assert.Equal(minorUnits, mantissa);
        }, iter: Iterations);

    [Fact]
    public void The_conversion_agrees_with_arithmetic_that_knows_no_bounds() =>
        Gen.Select(Amount, Exponent).Sample((amount, exponent) =>
        {
            var (mantissa, scale) = Parts(amount);
            var product = mantissa * BigInteger.Pow(10, exponent);
            var exact = BigInteger.DivRem(product, BigInteger.Pow(10, scale), out var rest);
            var expected = rest != 0 ? ConversionResult.TooManyDecimals
                : exact < long.MinValue || exact > long.MaxValue ? ConversionResult.OutOfRange
                : ConversionResult.Exact;

            Assert.Equal(expected, MinorUnits.TryFromDecimal(amount, exponent, out var minorUnits));
            Assert.Equal(expected == ConversionResult.Exact ? exact : 0, minorUnits);
        }, iter: Iterations);

    [Fact]
    public void A_converted_amount_is_never_rounded() =>
        Gen.Select(Amount, Exponent).Sample((amount, exponent) =>
        {
            if (MinorUnits.TryFromDecimal(amount, exponent, out var minorUnits) == ConversionResult.Exact)
            {
                Assert.Equal(amount, MinorUnits.ToDecimal(minorUnits, exponent));
            }
        }, iter: Iterations);

    private static decimal Scaled(BigInteger number, byte scale)
    {
        var magnitude = BigInteger.Abs(number);
        return new decimal(
            unchecked((int)(uint)(magnitude & uint.MaxValue)),
            unchecked((int)(uint)((magnitude >> 32) & uint.MaxValue)),
            unchecked((int)(uint)((magnitude >> 64) & uint.MaxValue)),
            number.Sign < 0,
            scale);
    }

    private static (BigInteger Mantissa, int Scale) Parts(decimal amount)
    {
        var bits = decimal.GetBits(amount);
        var mantissa = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        return (decimal.IsNegative(amount) ? -mantissa : mantissa, amount.Scale);
    }
}
