namespace WalletKit.Rules;

internal static class Number
{
    /// <summary>A number of the same value, without trailing zeros among its decimals.</summary>
    // The division by a one with as many zeros as a decimal can have takes the trailing zeros away.
    public static decimal WithoutTrailingZeros(decimal number) => number / 1.0000000000000000000000000000m;
}
