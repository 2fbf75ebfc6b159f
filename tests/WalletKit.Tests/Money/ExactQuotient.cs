using System.Numerics;
using WalletKit.Model.Money;

namespace WalletKit.Tests.Money;

/// <summary>Rounding in a second form, with whole numbers of any size, for comparison with the real one.</summary>
internal static class ExactQuotient
{
    /// <summary>The quotient of a numerator of zero or more, rounded to a whole number.</summary>
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
