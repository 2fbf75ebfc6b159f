namespace WalletKit.AspNetCore;

/// <summary>The names of the authorization policies that the endpoints ask for. A host may register its own under them.</summary>
public static class WalletPolicies
{
    /// <summary>To read wallets: owners their own, operators all.</summary>
    public const string Read = "wallets:read";

    /// <summary>To open wallets, and to take money out of them: owners of their own, operators of all.</summary>
    public const string Spend = "wallets:spend";

    /// <summary>To do the rest, deposits included: operators.</summary>
    public const string Operate = "wallets:operate";
}
