using System.Globalization;
using WalletKit.Model.Money;
using WalletKit.Rules;

namespace WalletKit.Tests.Money;

/// <summary>Compares the table in the code with the list of the standard, which is kept beside this file as data.</summary>
public sealed class Iso4217Tests
{
    private const string DateMark = "# as of: ";

    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Money", "iso-4217.csv"));

    private static readonly Entry[] Listed =
        [.. Lines.Where(line => line is not ['#', ..]).Skip(1).Select(Entry.Parse)];

    [Fact]
    public void Every_code_of_the_list_is_known_with_the_exponent_the_list_gives()
    {
        Assert.All(Listed, entry =>
        {
            var currency = Currency.FromIso(entry.Code);

            Assert.Equal(entry.Code, currency.Code);
            Assert.Equal(entry.Exponent ?? 0, currency.Exponent);
        });
    }

    [Fact]
    public void No_code_is_known_that_the_list_lacks() =>
        Assert.Empty(Iso4217.Exponents.Keys.Except(Listed.Select(entry => entry.Code)));

    [Fact]
    public void The_table_is_as_old_as_the_list() =>
        Assert.Equal(Iso4217.AsOf, Assert.Single(Lines, line => line.StartsWith(DateMark, StringComparison.Ordinal))[DateMark.Length..]);

    // The other tests trust the list; a file that was cut short or edited by mistake must not make them pass.
    [Fact]
    public void The_list_is_whole_and_names_no_currency_twice()
    {
        Assert.Equal(178, Listed.Length);
        Assert.Equal(Listed.Length, Listed.DistinctBy(entry => entry.Code).Count());
        Assert.Equal(Listed.Length, Listed.DistinctBy(entry => entry.Number).Count());
        Assert.All(Listed, entry =>
        {
            Assert.Matches("^[A-Z]{3}$", entry.Code);
            Assert.Matches("^[0-9]{3}$", entry.Number);
            Assert.NotEqual("", entry.Name);
        });
    }

    [Theory]
    [InlineData("XAU")]
    [InlineData("XDR")]
    [InlineData("XTS")]
    [InlineData("XXX")]
    public void A_code_without_a_minor_unit_counts_whole_units(string code)
    {
        Assert.Null(Assert.Single(Listed, entry => entry.Code == code).Exponent);
        Assert.Equal(0, Currency.FromIso(code).Exponent);
    }

    [Theory]
    [InlineData("DEM")]
    [InlineData("VEF")]
    [InlineData("CUC")]
    [InlineData("HRK")]
    [InlineData("SLL")]
    [InlineData("ZWL")]
    [InlineData("ANG")]
    [InlineData("BGN")]
    public void A_code_withdrawn_from_the_standard_is_refused(string code) =>
        Assert.Equal(code, Assert.Throws<UnknownCurrencyException>(() => Currency.FromIso(code)).Currency);

    [Theory]
    [InlineData("usd")]
    [InlineData("Usd")]
    [InlineData(" USD")]
    [InlineData("USD ")]
    [InlineData("840")]
    [InlineData("")]
    public void A_code_is_known_only_as_the_standard_writes_it(string code) =>
        Assert.Throws<UnknownCurrencyException>(() => Currency.FromIso(code));

    private sealed record Entry(string Code, string Number, int? Exponent, string Name)
    {
        internal static Entry Parse(string line)
        {
            var fields = line.Split(',');
            Assert.Equal(4, fields.Length);
            int? exponent = fields[2].Length == 0 ? null : int.Parse(fields[2], CultureInfo.InvariantCulture);
            return new Entry(fields[0], fields[1], exponent, fields[3]);
        }
    }
}
