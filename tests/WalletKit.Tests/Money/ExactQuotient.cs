using System.Numerics;
using WalletKit.Model.Money;

namespace WalletKit.Tests.Money;

/// <summary>Rounding told again with whole numbers of any size, to hold the real one against.</summary>
internal static class ExactQuotient
{
    /// <summary>A quotient of a numerator of zero or more, rounded to a whole number.</summary>
    public static BigInteger Round(BigInteger numerator, BigInteger denominator, MidpointRounding rounding)
    {
        var below = BigInteger.Divide(numerator, denominator);
        var isExact = below * denominator == numerator;
        var above = isExact ? below : below + 1;
        var side = BigInteger.Compare(numerator - (below * denominator), (above * denominator) - numerator);
        return rounding switch
        {
            MidpointRounding.ToZero or MidpointRounding.ToNegativeInfinity => below,
            MidpointRounding.ToPositiveInfinity => above,
            _ when side != 0 => side < 0 ? below : above,
            MidpointRounding.AwayFromZero => above,
            _ => below.IsEven ? below : above,
        };
    }
}
