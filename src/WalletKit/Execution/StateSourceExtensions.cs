using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit;

/// <summary>Reads states in the form that callers are to see.</summary>
public static class StateSourceExtensions
{
    /// <summary>Returns a wallet as a reader is to see it: an expired hold holds nothing, recorded or not.</summary>
    /// <param name="states">The states that the wallet is from.</param>
    /// <param name="wallet">The wallet as it is recorded.</param>
    /// <param name="now">The clock.</param>
    public static Wallet AsOf(this StateSource states, Wallet wallet, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(wallet);
        return ExpiryLoading.Load(states, wallet, now) is { } expired ? wallet.AsOf(expired.MinorUnits, expired.NextExpiry) : wallet;
    }
}
