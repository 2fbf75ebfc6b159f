namespace WalletKit;

/// <summary>The answer to the question whether an amount is a whole number of minor units in range.</summary>
public enum ConversionResult
{
    /// <summary>The amount is a whole number of minor units, in 64 bits.</summary>
    Exact,

    /// <summary>The amount has more decimals than the currency.</summary>
    TooManyDecimals,

    /// <summary>The amount in minor units is past the 64-bit range.</summary>
    OutOfRange,
}
