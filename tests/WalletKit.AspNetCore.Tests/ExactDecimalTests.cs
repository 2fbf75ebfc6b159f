using System.Globalization;
using System.Numerics;
using CsCheck;
using WalletKit.Rules;

namespace WalletKit.AspNetCore.Tests;

public sealed class ExactDecimalTests
{
    private static readonly BigInteger s_limit = BigInteger.Pow(2, 96);

    private static readonly Gen<(string Whole, string Fraction, int? Exponent, bool IsNegative)> s_numbers =
        from whole in Gen.String[Gen.Char["0123456789"], 1, 32]
        from fraction in Gen.String[Gen.Char["0000123456789"], 0, 32]
        from exponent in Gen.Int[-40, 40].Nullable()
        from isNegative in Gen.Bool
        select (whole, fraction, exponent, isNegative);

    [Fact]
    public void A_number_is_read_as_exactly_itself_or_not_at_all() => s_numbers.Sample(
        number =>
        {
            var (whole, fraction, exponent, isNegative) = number;
            var text = string.Create(CultureInfo.InvariantCulture, $"{(isNegative ? "-" : "")}{whole}{(fraction.Length > 0 ? "." : "")}{fraction}{(exponent is null ? "" : "e")}{exponent}");
            var mantissa = BigInteger.Parse(whole + fraction, CultureInfo.InvariantCulture);
            var scale = fraction.Length - (exponent ?? 0);
            while (scale > 0 && mantissa % 10 == 0 && !mantissa.IsZero)
            {
                (mantissa, scale) = (mantissa / 10, scale - 1);
            }

            var whole28 = scale < 0 ? mantissa * BigInteger.Pow(10, -scale) : mantissa;
            var fits = mantissa.IsZero || (scale <= 28 && whole28 < s_limit);

            var isRead = ExactDecimal.TryParse(text, out var value, out var problem);

            return isRead == fits && isRead == problem is null
                && (!isRead || ValueOf(value) * BigInteger.Pow(10, Math.Max(scale, 0)) == (isNegative ? -whole28 : whole28) * BigInteger.Pow(10, 28));
        },
        iter: 20_000);

    [Fact]
    public void Every_decimal_is_read_back_from_its_own_text() =>
        Gen.Decimal.Sample(value => ExactDecimal.TryParse(value.ToString(CultureInfo.InvariantCulture), out var read, out _) && read == value, iter: 20_000);

    [Fact]
    public void Any_text_is_read_or_refused_with_a_reason() =>
        Gen.String[Gen.Char["0123456789.eE+-, _\0x٣"], 0, 12].Sample(
            text =>
            {
                var isRead = ExactDecimal.TryParse(text, out _, out var problem);
                var isJson = System.Text.RegularExpressions.Regex.IsMatch(text, @"\A-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?\z");
                return isRead ? isJson && problem is null : problem is not null;
            },
            iter: 50_000);

    [Theory]
    [InlineData("79228162514264337593543950335", true)]
    [InlineData("79228162514264337593543950336", false)]
    [InlineData("7.9228162514264337593543950335", true)]
    [InlineData("7.9228162514264337593543950336", false)]
    [InlineData("0.0000000000000000000000000001", true)]
    [InlineData("0.00000000000000000000000000001", false)]
    [InlineData("1e28", true)]
    [InlineData("1e29", false)]
    [InlineData("1e-28", true)]
    [InlineData("1e-29", false)]
    [InlineData("0e9999", true)]
    [InlineData("1e99999", false)]
    public void A_number_is_read_only_if_a_decimal_holds_it_exactly(string text, bool isRead) =>
        Assert.Equal(isRead, ExactDecimal.TryParse(text, out _, out _));

    // The value is in units of 10^-28.
    private static BigInteger ValueOf(decimal value)
    {
        var bits = decimal.GetBits(value);
        var mantissa = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        return (value < 0 ? -mantissa : mantissa) * BigInteger.Pow(10, 28 - value.Scale);
    }
}
