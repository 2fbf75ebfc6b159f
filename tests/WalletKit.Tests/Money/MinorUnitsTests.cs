using System.Globalization;
using WalletKit.Rules;

namespace WalletKit.Tests.Money;

public sealed class MinorUnitsTests
{
    public static TheoryData<int> Exponents => [.. Enumerable.Range(0, Currency.MaxExponent + 1)];

    [Theory]
    [MemberData(nameof(Exponents))]
    public void The_largest_and_the_smallest_number_of_minor_units_pass_both_ways(int exponent)
    {
        foreach (var minorUnits in new[] { long.MaxValue, long.MaxValue - 1, long.MinValue, long.MinValue + 1, 1, 0, -1 })
        {
            var amount = MinorUnits.ToDecimal(minorUnits, exponent);

            Assert.Equal(ConversionResult.Exact, MinorUnits.TryFromDecimal(amount, exponent, out var back));
            Assert.Equal(minorUnits, back);
        }
    }

    [Theory]
    [MemberData(nameof(Exponents))]
    public void One_minor_unit_past_the_range_is_out_of_range(int exponent)
    {
        var one = new decimal(1, 0, 0, false, (byte)exponent);

        AssertRefused(ConversionResult.OutOfRange, MinorUnits.ToDecimal(long.MaxValue, exponent) + one, exponent);
        AssertRefused(ConversionResult.OutOfRange, MinorUnits.ToDecimal(long.MinValue, exponent) - one, exponent);
    }

    [Theory]
    [MemberData(nameof(Exponents))]
    public void One_decimal_more_than_the_currency_has_is_too_many(int exponent)
    {
        AssertRefused(ConversionResult.TooManyDecimals, new decimal(1, 0, 0, false, (byte)(exponent + 1)), exponent);
        AssertRefused(ConversionResult.TooManyDecimals, new decimal(-11, -1, 0, false, (byte)(exponent + 1)), exponent);
    }

    [Theory]
    [InlineData("1.500", 2, 150)]
    [InlineData("1.5", 2, 150)]
    [InlineData("1.5000000000000000000000000000", 2, 150)]
    [InlineData("100.0", 0, 100)]
    [InlineData("-0.010", 2, -1)]
    [InlineData("0.000000000000000001", 18, 1)]
    [InlineData("9.223372036854775807", 18, long.MaxValue)]
    [InlineData("-9.2233720368547758080", 18, long.MinValue)]
    [InlineData("92233720368547758.0700000000000", 2, long.MaxValue)]
    public void Trailing_zeros_are_no_extra_decimals(string amount, int exponent, long expected)
    {
        Assert.Equal(ConversionResult.Exact, MinorUnits.TryFromDecimal(Number(amount), exponent, out var minorUnits));
        Assert.Equal(expected, minorUnits);
    }

    [Theory]
    [InlineData("1.501", 2)]
    [InlineData("0.0000000000000000000000000001", 18)]
    [InlineData("7.9228162514264337593543950335", 18)]
    [InlineData("1.0000000000000000000000000001", 0)]
    [InlineData("-0.5", 0)]
    public void An_amount_with_more_decimals_than_the_currency_is_refused_and_never_rounded(string amount, int exponent) =>
        AssertRefused(ConversionResult.TooManyDecimals, Number(amount), exponent);

    [Theory]
    [InlineData("79228162514264337593543950335", 0)]
    [InlineData("-79228162514264337593543950335", 18)]
    [InlineData("18446744073709551616", 0)]
    [InlineData("18446744073709551616", 18)]
    [InlineData("18446744073709551615", 18)]
    [InlineData("10", 18)]
    [InlineData("92233720368547758.08", 2)]
    [InlineData("1844674407370955161.6000", 1)]
    [InlineData("54226922618054164986489919106", 18)] // Times 10^18 it is 2563244032, modulo 2^128.
    [InlineData("9159155884048732801657768481", 17)] // Times 10^17 it is 1925840896, modulo 2^128.
    public void An_amount_past_64_bits_of_minor_units_is_refused_and_never_wraps(string amount, int exponent) =>
        AssertRefused(ConversionResult.OutOfRange, Number(amount), exponent);

    [Theory]
    [MemberData(nameof(Exponents))]
    public void Negative_zero_is_zero(int exponent)
    {
        Assert.Equal(ConversionResult.Exact, MinorUnits.TryFromDecimal(new decimal(0, 0, 0, true, 28), exponent, out var minorUnits));
        Assert.Equal(0, minorUnits);
        Assert.False(decimal.IsNegative(MinorUnits.ToDecimal(0, exponent)));
    }

    [Theory]
    [InlineData(150, 2, "1.50")]
    [InlineData(0, 3, "0.000")]
    [InlineData(-7, 0, "-7")]
    [InlineData(long.MaxValue, 18, "9.223372036854775807")]
    [InlineData(long.MinValue, 2, "-92233720368547758.08")]
    public void Minor_units_are_said_with_as_many_decimals_as_the_currency_has(long minorUnits, int exponent, string expected) =>
        Assert.Equal(expected, MinorUnits.ToDecimal(minorUnits, exponent).ToString(CultureInfo.InvariantCulture));

    [Theory]
    [InlineData(-1)]
    [InlineData(19)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void An_exponent_that_no_currency_has_is_an_error_of_the_caller(int exponent)
    {
        Assert.Throws<ArgumentOutOfRangeException>(nameof(exponent), () => MinorUnits.ToDecimal(1, exponent));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(exponent), () => MinorUnits.TryFromDecimal(1m, exponent, out _));
    }

    private static void AssertRefused(ConversionResult expected, decimal amount, int exponent)
    {
        Assert.Equal(expected, MinorUnits.TryFromDecimal(amount, exponent, out var minorUnits));
        Assert.Equal(0, minorUnits);
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
