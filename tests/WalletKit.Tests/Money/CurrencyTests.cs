using System.Globalization;

namespace WalletKit.Tests.Money;

public sealed class CurrencyTests
{
    [Theory]
    [InlineData("POINTS", 0)]
    [InlineData("BTC", 8)]
    [InlineData("ETH", 18)]
    [InlineData("X1", 3)]
    [InlineData("ABCDEFGHIJKLMNOP", 1)]
    public void A_currency_can_be_declared_with_any_well_formed_code_and_exponent(string code, int exponent)
    {
        var currency = Currency.Declare(code, exponent);

        Assert.Equal((code, exponent), (currency.Code, currency.Exponent));
        Assert.Equal(code, currency.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("points")]
    [InlineData("POINTs")]
    [InlineData("1AB")]
    [InlineData("AB C")]
    [InlineData("AB-C")]
    [InlineData("ÄÖÜ")]
    [InlineData("ABCDEFGHIJKLMNOPQ")]
    public void A_malformed_code_is_refused_by_its_rule(string code)
    {
        var refusal = Assert.Throws<InvalidInputException>(() => Currency.Declare(code, 2));

        Assert.Equal("currency", refusal.Field);
        Assert.Contains($"'{code}' must be 2 to 16 capital letters or digits, the first a letter", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, "-1")]
    [InlineData(19, "19")]
    public void An_exponent_out_of_range_is_refused_by_its_rule(int exponent, string shown)
    {
        var refusal = Assert.Throws<InvalidInputException>(() => Currency.Declare("POINTS", exponent));

        Assert.Equal("exponent", refusal.Field);
        Assert.Equal($"exponent {shown} must be from 0 to 18.", refusal.Message);
    }

    [Theory]
    [InlineData(0, "9223372036854775807")]
    [InlineData(2, "92233720368547758.07")]
    [InlineData(8, "92233720368.54775807")]
    [InlineData(18, "9.223372036854775807")]
    public void The_more_decimals_a_currency_has_the_smaller_its_largest_balance_is(int exponent, string largest)
    {
        var currency = Currency.Restore("ETH", exponent);

        Assert.Equal(largest, currency.MaxBalance.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(ConversionResult.Exact, MinorUnits.TryFromDecimal(currency.MaxBalance, exponent, out var minorUnits));
        Assert.Equal(long.MaxValue, minorUnits);
    }

    [Fact]
    public void A_declaration_that_contradicts_the_standard_is_refused()
    {
        var refusal = Assert.Throws<InvalidInputException>(() => Currency.Declare("JPY", 2));

        Assert.Equal("exponent 2 must be 0, as ISO 4217 gives it for JPY.", refusal.Message);
    }

    [Fact]
    public void A_declaration_that_repeats_the_standard_is_the_same_currency() =>
        Assert.Equal(Currency.FromIso("JPY"), Currency.Declare("JPY", 0));

    [Fact]
    public void A_currency_from_a_store_is_not_checked_against_the_standard()
    {
        // The wallet was opened before the standard changed an exponent.
        var kept = Currency.Restore("JPY", 2);

        Assert.Equal(("JPY", 2), (kept.Code, kept.Exponent));
        Assert.NotEqual(Currency.FromIso("JPY"), kept);
        Assert.Throws<ArgumentOutOfRangeException>("exponent", () => Currency.Restore("USD", 19));
        Assert.Throws<ArgumentOutOfRangeException>("exponent", () => Currency.Restore("USD", -1));
    }

    [Fact]
    public void A_code_or_a_list_that_is_missing_is_an_error_of_the_caller()
    {
        Assert.Throws<ArgumentNullException>("code", () => Currency.FromIso(null!));
        Assert.Throws<ArgumentNullException>("code", () => Currency.Declare(null!, 2));
        Assert.Throws<ArgumentNullException>("code", () => Currency.Restore(null!, 2));
        Assert.Throws<ArgumentNullException>("declared", () => new CurrencyCatalog(null!));
    }

    [Fact]
    public void Currencies_are_equal_by_code_and_exponent()
    {
        var currency = Currency.Declare("POINTS", 0);

        Assert.True(currency.Equals((object)Currency.Declare("POINTS", 0)));
        Assert.Equal(currency.GetHashCode(), Currency.Declare("POINTS", 0).GetHashCode());
        Assert.NotEqual(currency, Currency.Declare("POINTS", 1));
        Assert.NotEqual(currency, Currency.Declare("MILES", 0));
        Assert.False(currency.Equals(null));
        Assert.False(currency.Equals("POINTS"));
    }

    [Fact]
    public void A_catalog_knows_the_standard_and_what_was_declared()
    {
        var catalog = new CurrencyCatalog([Currency.Declare("BTC", 8), Currency.Declare("BTC", 8), Currency.Declare("USD", 2)]);

        Assert.Equal(8, catalog["BTC"].Exponent);
        Assert.Equal(2, catalog["USD"].Exponent);
        Assert.Equal(3, catalog["BHD"].Exponent);
        Assert.Equal(8, catalog.Find("BTC")?.Exponent);
        Assert.Null(catalog.Find("btc"));
    }

    [Theory]
    [InlineData("BTC")]
    [InlineData("usd")]
    [InlineData("")]
    public void A_catalog_refuses_a_code_it_does_not_know_by_name(string code)
    {
        var refusal = Assert.Throws<UnknownCurrencyException>(() => new CurrencyCatalog([])[code]);

        Assert.Equal(code, refusal.Currency);
        Assert.Equal("unknown_currency", refusal.Code);
        Assert.Contains($"'{code}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_code_cannot_stand_for_two_exponents_in_a_catalog()
    {
        var refusal = Assert.Throws<InvalidInputException>(() => new CurrencyCatalog([Currency.Declare("BTC", 8), Currency.Declare("BTC", 6)]));

        Assert.Equal("currency 'BTC' is declared with exponent 6, but stands with 8 already.", refusal.Message);
    }

    [Fact]
    public void A_restored_currency_cannot_displace_the_standard_in_a_catalog() =>
        Assert.Throws<InvalidInputException>(() => new CurrencyCatalog([Currency.Restore("USD", 3)]));
}
