namespace WalletKit.Storage.Relational;

/// <summary>The wallets that have holds whose expiry is to be recorded.</summary>
internal static class ExpiringWallets
{
    /// <summary>
    /// Since when a wallet has such holds; null where it has none. Holds that the wallet has ended wait for their record whatever the clock says, so they come
    /// before all times.
    /// </summary>
    public static DateTimeOffset? Since(HoldTotals holds) => holds.EndedThrough is null ? holds.NextExpiry : DateTimeOffset.UnixEpoch;
}
