namespace WalletKit.AspNetCore;

/// <summary>The names of the authorization policies that the endpoints require.</summary>
/// <remarks>A host may register its own policies under these names.</remarks>
public static class WalletPolicies
{
    /// <summary>The policy to read wallets: owners their own, operators all.</summary>
    public const string Read = "wallets:read";

    /// <summary>The policy to open wallets, and to take money out of them: owners their own, operators all.</summary>
    public const string Spend = "wallets:spend";

    /// <summary>The policy to do the rest, deposits included: operators only.</summary>
    public const string Operate = "wallets:operate";
}
