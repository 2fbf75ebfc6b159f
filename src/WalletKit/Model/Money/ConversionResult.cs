namespace WalletKit;

/// <summary>Whether an amount can be said in minor units.</summary>
public enum ConversionResult
{
    /// <summary>The amount is a whole number of minor units, in 64 bits.</summary>
    Exact,

    /// <summary>The amount has more decimals than the currency.</summary>
    TooManyDecimals,

    /// <summary>The amount in minor units is past the 64-bit range.</summary>
    OutOfRange,
}
