using System.Collections.Immutable;

namespace WalletKit.Rules;

/// <summary>What a wallet can spend. Sums are made in 128 bits, as balance and limit together may pass 64.</summary>
internal static class Funds
{
    /// <summary>Balance and credit limit without what is held; a hold whose time has run out holds nothing.</summary>
    public static Int128 Available(Wallet wallet, ImmutableArray<Hold> expiring, DateTimeOffset time) =>
        (Int128)wallet.BalanceMinorUnits + wallet.CreditLimitMinorUnits - Held(wallet, expiring, time);

    /// <summary>What open holds hold back.</summary>
    public static Int128 Held(Wallet wallet, ImmutableArray<Hold> expiring, DateTimeOffset time)
    {
        Int128 held = wallet.Holds.HeldMinorUnits;
        if (wallet.Holds.NextExpiry <= time)
        {
            foreach (var hold in expiring)
            {
                held -= hold.Id.WalletId == wallet.Id && hold.HasExpired(time) ? hold.RemainingMinorUnits : 0;
            }
        }

        return held;
    }

    /// <summary>The same in units, with as many decimals as the currency has.</summary>
    public static decimal ToUnits(Int128 minorUnits, Wallet wallet)
    {
        var magnitude = (UInt128)Int128.Abs(minorUnits);
        return new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), checked((int)(uint)(magnitude >> 64)), Int128.IsNegative(minorUnits), (byte)wallet.Currency.Exponent);
    }
}
