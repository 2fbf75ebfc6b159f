namespace WalletKit.Model;

/// <summary>The money that a wallet can spend. Sums are made in 128 bits, because balance and limit together may pass 64.</summary>
internal static class Funds
{
    /// <summary>Balance and credit limit without the held money. A closed wallet has nothing available, whatever its limit was.</summary>
    public static Int128 Available(Wallet wallet) => wallet.Status == WalletStatus.Closed
        ? 0
        : (Int128)wallet.BalanceMinorUnits + wallet.CreditLimitMinorUnits - wallet.Holds.HeldMinorUnits;

    /// <summary>An amount in units, with as many decimals as the wallet's currency has.</summary>
    public static decimal ToUnits(Int128 minorUnits, Wallet wallet)
    {
        var magnitude = (UInt128)Int128.Abs(minorUnits);
        return new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), checked((int)(uint)(magnitude >> 64)), Int128.IsNegative(minorUnits), (byte)wallet.Currency.Exponent);
    }
}
