using System.Globalization;
using System.Numerics;
using CsCheck;
using WalletKit.Model.Money;

namespace WalletKit.Tests.Money;

public sealed class PercentageTests
{
    private const long Iterations = 20_000;

    private static readonly BigInteger Whole = BigInteger.Pow(10, Percentage.MaxRateDecimals);

    private static readonly Gen<long> Amount = Gen.OneOf(Gen.Long[0, long.MaxValue], Gen.Long[0, 10_000], Gen.Long[0, 100].Select(n => long.MaxValue - n));

    // Rates of few decimals are the ones in use, and the ones that meet a midpoint.
    private static readonly Gen<decimal> Rate = Gen.OneOf(
        Gen.Long[0, 1_000_000_000_000_000_000].Select(parts => new decimal((int)(uint)parts, (int)(uint)(parts >> 32), 0, false, 18)),
        Gen.Int[0, 1_000].Select(parts => parts / 1_000m),
        Gen.Int[0, 8].Select(parts => parts / 8m));

    private static readonly Gen<MidpointRounding> Rounding = Gen.Enum<MidpointRounding>();

    [Fact]
    public void A_share_agrees_with_rational_arithmetic_in_every_rounding_mode() =>
        Gen.Select(Amount, Rate, Rounding).Sample((amount, rate, rounding) =>
            Assert.Equal(ExactQuotient.Round(amount * (BigInteger)(rate * 1_000_000_000_000_000_000m), Whole, rounding), Percentage.Of(amount, rate, rounding)), iter: Iterations);

    // The framework's own rounding is a second witness, where the product fits a decimal exactly.
    [Fact]
    public void A_share_agrees_with_the_rounding_of_decimal() =>
        Gen.Select(Gen.Long[0, 1_000_000_000], Rate, Rounding).Sample((amount, rate, rounding) =>
            Assert.Equal(decimal.Round(amount * rate, 0, rounding), Percentage.Of(amount, rate, rounding)), iter: Iterations);

    [Theory]
    [InlineData(50, MidpointRounding.ToEven, 0)]
    [InlineData(150, MidpointRounding.ToEven, 2)]
    [InlineData(250, MidpointRounding.ToEven, 2)]
    [InlineData(251, MidpointRounding.ToEven, 3)]
    [InlineData(249, MidpointRounding.ToEven, 2)]
    [InlineData(50, MidpointRounding.AwayFromZero, 1)]
    [InlineData(49, MidpointRounding.AwayFromZero, 0)]
    [InlineData(1, MidpointRounding.ToPositiveInfinity, 1)]
    [InlineData(100, MidpointRounding.ToPositiveInfinity, 1)]
    [InlineData(199, MidpointRounding.ToZero, 1)]
    [InlineData(199, MidpointRounding.ToNegativeInfinity, 1)]
    public void One_percent_is_rounded_as_the_mode_says(long amount, MidpointRounding rounding, long expected) =>
        Assert.Equal(expected, Percentage.Of(amount, 0.01m, rounding));

    [Theory]
    [InlineData("1", long.MaxValue)]
    [InlineData("1.000", long.MaxValue)]
    [InlineData("0", 0)]
    [InlineData("0.5", 4611686018427387904)]
    [InlineData("0.000000000000000001", 9)]
    [InlineData("0.999999999999999999", 9223372036854775798)]
    public void The_largest_amount_keeps_within_range_at_every_rate(string rate, long expected) =>
        Assert.Equal(expected, Percentage.Of(long.MaxValue, decimal.Parse(rate, CultureInfo.InvariantCulture), MidpointRounding.ToEven));

    [Theory]
    [InlineData("1.000000000000000001")]
    [InlineData("2")]
    [InlineData("-0.01")]
    [InlineData("0.0000000000000000001")]
    [InlineData("79228162514264337593543950335")]
    public void A_rate_outside_its_rule_is_an_error_of_the_caller(string rate)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(nameof(rate), () => Percentage.Of(1, decimal.Parse(rate, CultureInfo.InvariantCulture), MidpointRounding.ToEven));

        Assert.Contains("A rate is from 0 to 1, with at most 18 decimals.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_negative_amount_is_an_error_of_the_caller() =>
        Assert.Throws<ArgumentOutOfRangeException>("minorUnits", () => Percentage.Of(-1, 0.01m, MidpointRounding.ToEven));

    [Fact]
    public void A_rounding_mode_that_does_not_exist_is_an_error_of_the_caller() =>
        Assert.Throws<ArgumentOutOfRangeException>("rounding", () => Percentage.Of(1, 0.01m, (MidpointRounding)99));
}
