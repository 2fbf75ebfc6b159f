using System.Globalization;
using System.Numerics;
using CsCheck;
using WalletKit.Model.Money;

namespace WalletKit.Tests.Money;

public sealed class ExchangeRateTests
{
    private const long Iterations = 20_000;

    private static readonly Gen<int> Exponent = Gen.Int[0, Currency.MaxExponent];

    private static readonly Gen<long> MinorUnitsOfAny = Gen.OneOf(Gen.Long[0, long.MaxValue], Gen.Long[0, 10_000], Gen.Long[0, 100].Select(n => long.MaxValue - n));

    // Rates of few digits are the ones in use, and the ones that meet a midpoint.
    private static readonly Gen<decimal> Rate = Gen.OneOf(
        Gen.Select(Gen.Int, Gen.Int, Gen.Int, Gen.Byte[0, 28], (low, mid, high, scale) => new decimal(low, mid, high, false, scale)),
        Gen.Select(Gen.Int[1, 1_000], Gen.Byte[0, 28], (digits, scale) => new decimal(digits, 0, 0, false, scale)),
        Gen.Int[1, 64].Select(parts => parts / 8m));

    private static readonly Gen<MidpointRounding> Rounding = Gen.Enum<MidpointRounding>();

    [Fact]
    public void A_conversion_agrees_with_rational_arithmetic_in_every_rounding_mode() =>
        Gen.Select(MinorUnitsOfAny, Exponent, Rate, Exponent, Rounding).Sample((minorUnits, exponent, rate, targetExponent, rounding) =>
        {
            var (mantissa, scale) = Parts(rate);
            var expected = ExactQuotient.Round(minorUnits * mantissa * Ten(targetExponent), Ten(exponent + scale), rounding);

            var isInRange = ExchangeRate.TryConvert(minorUnits, exponent, rate, targetExponent, rounding, out var target);

            Assert.Equal(expected <= long.MaxValue, isInRange);
            Assert.Equal(isInRange ? expected : 0, target);
        }, iter: Iterations);

    // The framework's own rounding is a second witness, where the product fits a decimal exactly.
    [Fact]
    public void A_conversion_agrees_with_the_rounding_of_decimal() =>
        Gen.Select(Gen.Long[0, 1_000_000_000], Gen.Int[0, 6], Gen.Int[0, 1_000_000], Gen.Int[0, 6], Rounding).Sample((minorUnits, exponent, rate, targetExponent, rounding) =>
        {
            var exact = MinorUnits.ToDecimal(minorUnits, exponent) * (rate / 1_000m) * (decimal)Ten(targetExponent);

            Assert.True(ExchangeRate.TryConvert(minorUnits, exponent, rate / 1_000m, targetExponent, rounding, out var target));
            Assert.Equal(decimal.Round(exact, 0, rounding), target);
        }, iter: Iterations);

    [Theory]
    [InlineData(MidpointRounding.ToEven, 0, 2, 2, 1)]
    [InlineData(MidpointRounding.AwayFromZero, 1, 2, 3, 1)]
    [InlineData(MidpointRounding.ToZero, 0, 1, 2, 0)]
    [InlineData(MidpointRounding.ToNegativeInfinity, 0, 1, 2, 0)]
    [InlineData(MidpointRounding.ToPositiveInfinity, 1, 2, 3, 1)]
    public void Halves_and_more_are_rounded_as_the_mode_says(MidpointRounding rounding, long half, long oneAndHalf, long twoAndHalf, long threeQuarters)
    {
        Assert.Equal(half, Convert(1, 0.5m));
        Assert.Equal(oneAndHalf, Convert(3, 0.5m));
        Assert.Equal(twoAndHalf, Convert(5, 0.5m));
        Assert.Equal(threeQuarters, Convert(3, 0.25m));
        Assert.Equal(7, Convert(7, 1m));

        long Convert(long minorUnits, decimal rate) => ExchangeRate.TryConvert(minorUnits, 0, rate, 0, rounding, out var target) ? target : -1;
    }

    [Theory]
    [InlineData(long.MaxValue, 0, "1", 0, long.MaxValue)]
    [InlineData(long.MaxValue, 18, "1", 18, long.MaxValue)]
    [InlineData(long.MaxValue, 18, "1", 0, 9)]
    [InlineData(9, 0, "1", 18, 9_000_000_000_000_000_000)]
    [InlineData(1, 18, "79228162514264337593543950335", 0, 79228162514)]
    [InlineData(1, 0, "0.0000000000000000000000000001", 18, 0)]
    [InlineData(long.MaxValue, 0, "0.0000000000000000000000000001", 18, 922337203)]
    public void The_largest_and_the_smallest_amounts_and_rates_are_exact(long minorUnits, int exponent, string rate, int targetExponent, long expected)
    {
        var isInRange = ExchangeRate.TryConvert(minorUnits, exponent, decimal.Parse(rate, CultureInfo.InvariantCulture), targetExponent, MidpointRounding.ToZero, out var target);

        Assert.Equal((true, expected), (isInRange, target));
    }

    [Theory]
    [InlineData(long.MaxValue, "1.0000000000000000001", MidpointRounding.ToZero, true)]
    [InlineData(long.MaxValue, "1.0000000000000000001", MidpointRounding.ToPositiveInfinity, false)]
    [InlineData(1, "9223372036854775807.5", MidpointRounding.ToEven, false)]
    [InlineData(1, "9223372036854775807.49", MidpointRounding.ToEven, true)]
    [InlineData(1, "9223372036854775808", MidpointRounding.ToZero, false)]
    [InlineData(long.MaxValue, "79228162514264337593543950335", MidpointRounding.ToZero, false)]
    public void An_amount_past_64_bits_does_not_exist(long minorUnits, string rate, MidpointRounding rounding, bool isInRange)
    {
        Assert.Equal(isInRange, ExchangeRate.TryConvert(minorUnits, 0, decimal.Parse(rate, CultureInfo.InvariantCulture), 0, rounding, out var target));
        Assert.Equal(isInRange ? long.MaxValue : 0, target);
    }

    [Fact]
    public void An_argument_that_no_transfer_has_is_an_error_of_the_caller()
    {
        Assert.Throws<ArgumentOutOfRangeException>("minorUnits", () => ExchangeRate.TryConvert(-1, 0, 1m, 0, MidpointRounding.ToEven, out _));
        Assert.Throws<ArgumentOutOfRangeException>("rate", () => ExchangeRate.TryConvert(1, 0, -1m, 0, MidpointRounding.ToEven, out _));
        Assert.Throws<ArgumentOutOfRangeException>("rounding", () => ExchangeRate.TryConvert(1, 0, 1m, 0, (MidpointRounding)99, out _));
    }

    [Theory]
    [InlineData("2", "301", "150.5")]
    [InlineData("2.00", "301.000", "150.5")]
    [InlineData("3", "1", "0.3333333333333333333333333333")]
    [InlineData("3", "20", "6.6666666666666666666666666666")]
    [InlineData("0.000000000000000001", "9223372036854775807", null)]
    [InlineData("9223372036854775807", "0.000000000000000001", null)]
    [InlineData("1", "79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("10000000000", "0.000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("0.5", "39614081257132168796771975168", null)]
    [InlineData("0.5", "3.9614081257132168796771975168", "7.922816251426433759354395033")]
    public void The_rate_that_two_amounts_imply_is_their_quotient_where_a_decimal_holds_it(string amount, string target, string? expected)
    {
        var rate = ExchangeRate.Implied(decimal.Parse(amount, CultureInfo.InvariantCulture), decimal.Parse(target, CultureInfo.InvariantCulture));

        Assert.Equal(expected, rate?.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void An_implied_rate_is_as_near_below_the_quotient_as_a_decimal_can_be() =>
        Gen.Select(MinorUnitsOfAny, Exponent, MinorUnitsOfAny, Exponent).Where(amounts => amounts.Item1 > 0 && amounts.Item3 > 0).Sample(amounts =>
        {
            var (amount, target) = (MinorUnits.ToDecimal(amounts.Item1, amounts.Item2), MinorUnits.ToDecimal(amounts.Item3, amounts.Item4));
            var (numerator, denominator) = (amounts.Item3 * Ten(amounts.Item2), amounts.Item1 * Ten(amounts.Item4));
            if (ExchangeRate.Implied(amount, target) is not { } rate)
            {
                Assert.True(numerator * Ten(28) < denominator || numerator >= denominator << 96);
                return;
            }

            // The comparison is made in the last place that a decimal of this size has.
            var (mantissa, scale) = Parts(rate);
            for (; scale < 28 && mantissa * 10 < BigInteger.One << 96; scale++)
            {
                mantissa *= 10;
            }

            Assert.Equal(numerator * Ten(scale) / denominator, mantissa);
        }, iter: Iterations);

    private static BigInteger Ten(int power) => BigInteger.Pow(10, power);

    private static (BigInteger Mantissa, int Scale) Parts(decimal value)
    {
        var bits = decimal.GetBits(value);
        return (((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0], value.Scale);
    }
}
