namespace WalletKit;

/// <summary>The names under which a host's telemetry finds WalletKit's metrics.</summary>
public static class WalletKitMeter
{
    /// <summary>The meter.</summary>
    public const string Name = "WalletKit";

    /// <summary>
    /// A counter of commands that reached a store. Tags: <c>command</c> (<c>open</c>, <c>deposit</c>, <c>withdraw</c>, <c>transfer</c>, <c>reverse</c>, <c>place_hold</c>,
    /// <c>capture_hold</c>, <c>void_hold</c>, <c>freeze</c>, <c>unfreeze</c>, <c>close</c>, <c>set_credit_limit</c>) and <c>outcome</c>
    /// (<c>committed</c>, <c>replayed</c>, or the code of the refusal).
    /// </summary>
    public const string Commands = "walletkit.commands";

    /// <summary>
    /// A counter of attempts to settle a rebate. Tag: <c>outcome</c> (<c>paid</c>, <c>nothing_due</c>, <c>cancelled</c>, <c>failed</c>,
    /// <c>dead</c>, <c>settled_elsewhere</c>).
    /// </summary>
    public const string Rebates = "walletkit.rebates";
}
