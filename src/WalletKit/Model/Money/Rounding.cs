using System.Numerics;

namespace WalletKit.Model.Money;

/// <summary>Rounds the quotient of two amounts, neither of which is negative.</summary>
internal static class Rounding
{
    /// <summary>Whether the quotient goes up by one.</summary>
    /// <param name="isOdd">Whether the quotient is odd.</param>
    /// <param name="remainder">The remainder, less than <paramref name="divisor"/>.</param>
    /// <param name="divisor">The divisor.</param>
    /// <param name="rounding">The rule.</param>
    public static bool GoesUp<T>(bool isOdd, T remainder, T divisor, MidpointRounding rounding)
        where T : IBinaryInteger<T> => rounding switch
        {
            MidpointRounding.ToEven => remainder + remainder > divisor || (remainder + remainder == divisor && isOdd),
            MidpointRounding.AwayFromZero => remainder + remainder >= divisor,
            MidpointRounding.ToPositiveInfinity => !T.IsZero(remainder),
            MidpointRounding.ToZero or MidpointRounding.ToNegativeInfinity => false,
            _ => throw new ArgumentOutOfRangeException(nameof(rounding), rounding, null),
        };
}
