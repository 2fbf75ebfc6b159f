namespace WalletKit;

/// <summary>The names of WalletKit's metrics in a host's telemetry.</summary>
public static class WalletKitMeter
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "WalletKit";

    /// <summary>The counter of commands, the refused ones included.</summary>
    /// <remarks>
    /// Tags: <c>command</c> (<c>open</c>, <c>deposit</c>, <c>withdraw</c>, <c>transfer</c>, <c>reverse</c>, <c>place_hold</c>, <c>capture_hold</c>,
    /// <c>void_hold</c>, <c>freeze</c>, <c>unfreeze</c>, <c>close</c>, <c>set_credit_limit</c>; of the library
    /// itself <c>pay_rebate</c>, <c>fail_rebate</c>, <c>requeue_rebate</c>, <c>expire_holds</c>) and <c>outcome</c> (<c>committed</c>, <c>replayed</c>, or the
    /// code of the refusal).
    /// </remarks>
    public const string Commands = "walletkit.commands";

    /// <summary>The counter of attempts to settle a rebate.</summary>
    /// <remarks>
    /// Tag: <c>outcome</c> (<c>paid</c>, <c>nothing_due</c>, <c>cancelled</c>, <c>failed</c>, <c>dead</c>, <c>settled_elsewhere</c>).
    /// </remarks>
    public const string Rebates = "walletkit.rebates";
}
