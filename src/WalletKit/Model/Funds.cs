namespace WalletKit.Model;

/// <summary>What a wallet can spend. Sums are made in 128 bits, because balance and limit together may pass 64.</summary>
internal static class Funds
{
    /// <summary>Balance and credit limit without what is held; nothing of a closed wallet, whatever limit it had.</summary>
    public static Int128 Available(Wallet wallet) => wallet.Status == WalletStatus.Closed
        ? 0
        : (Int128)wallet.BalanceMinorUnits + wallet.CreditLimitMinorUnits - wallet.Holds.HeldMinorUnits;

    /// <summary>The same in units, with as many decimals as the currency has.</summary>
    public static decimal ToUnits(Int128 minorUnits, Wallet wallet)
    {
        var magnitude = (UInt128)Int128.Abs(minorUnits);
        return new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), checked((int)(uint)(magnitude >> 64)), Int128.IsNegative(minorUnits), (byte)wallet.Currency.Exponent);
    }
}
