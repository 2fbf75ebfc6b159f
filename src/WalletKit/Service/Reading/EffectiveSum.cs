namespace WalletKit.Service.Reading;

/// <summary>The transactions that count at a time.</summary>
/// <param name="Count">The number of the transactions.</param>
/// <param name="MinorUnits">
/// The sum of their amounts, in minor units. It may pass the 64-bit range: the rules keep the balance in it after each transaction, in the order of recording only.
/// </param>
internal readonly record struct EffectiveSum(long Count, Int128 MinorUnits)
{
    /// <summary>Returns the balance in units, with as many decimals as the currency has.</summary>
    public decimal ToUnits(Currency currency)
    {
        var whole = (decimal)MinorUnits;
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(whole, parts);
        return new decimal(parts[0], parts[1], parts[2], decimal.IsNegative(whole), (byte)currency.Exponent);
    }
}
