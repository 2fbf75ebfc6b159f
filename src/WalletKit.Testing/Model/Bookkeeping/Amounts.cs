using System.Globalization;
using System.Numerics;
using WalletKit.Model.Money;

namespace WalletKit.Testing.Model.Bookkeeping;

/// <summary>Amounts in units and in minor units.</summary>
internal static class Amounts
{
    /// <summary>The number of minor units in one unit.</summary>
    public static decimal One(Currency currency) => Enumerable.Repeat(10m, currency.Exponent).Aggregate(1m, (product, ten) => product * ten);

    /// <summary>The amount in minor units.</summary>
    /// <exception cref="InvalidAmountException">The amount has more decimals than the currency, or is past 64 bits.</exception>
    public static long ToMinor(decimal amount, Currency currency)
    {
        if (amount != decimal.Round(amount, currency.Exponent))
        {
            throw new InvalidAmountException(amount, "has too many decimals");
        }

        return amount <= long.MaxValue / One(currency) ? (long)(amount * One(currency)) : throw new InvalidAmountException(amount, "is past the range");
    }

    /// <summary>The worth of an amount at a rate, in minor units of the other currency, before its range is checked.</summary>
    public static BigInteger Exchange(long amount, Currency from, decimal rate, Currency to, MidpointRounding rounding)
    {
        // The result is a fraction of whole numbers: amount / 10^from × rate × 10^to.
        var numerator = amount * Digits(rate) * BigInteger.Pow(10, to.Exponent);
        var denominator = BigInteger.Pow(10, from.Exponent + rate.Scale);
        var whole = numerator / denominator;
        var twiceTheRest = 2 * (numerator - (whole * denominator));
        var isUp = rounding switch
        {
            MidpointRounding.ToEven => twiceTheRest > denominator || (twiceTheRest == denominator && !whole.IsEven),
            MidpointRounding.AwayFromZero => twiceTheRest >= denominator,
            MidpointRounding.ToPositiveInfinity => twiceTheRest > 0,
            _ => false,
        };
        return isUp ? whole + 1 : whole;
    }

    /// <summary>Whether the amount that a transfer brought was rounded: rounding down and rounding up then give two amounts.</summary>
    public static bool IsRounded(CommandResult result) =>
        result.Transaction is { Links.Exchange: { Rate: { } rate, Rounding: not null } exchange } leg
        && Exchange(-leg.AmountMinorUnits, leg.Currency, rate, exchange.CounterpartCurrency, MidpointRounding.ToZero)
            != Exchange(-leg.AmountMinorUnits, leg.Currency, rate, exchange.CounterpartCurrency, MidpointRounding.ToPositiveInfinity);

    private static BigInteger Digits(decimal rate) =>
        BigInteger.Parse(rate.ToString(CultureInfo.InvariantCulture).Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
}
