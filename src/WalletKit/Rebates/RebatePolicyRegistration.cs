namespace WalletKit.Rebates;

/// <summary>The way to get a policy of the host's own.</summary>
/// <param name="Resolve">Gets or makes the policy from the services of a scope.</param>
internal sealed record RebatePolicyRegistration(Func<IServiceProvider, IRebatePolicy> Resolve);
