namespace WalletKit.Rebates;

/// <summary>How a policy of the host's own is come by.</summary>
/// <param name="Resolve">Gets or makes the policy from the services of a scope.</param>
internal sealed record RebatePolicyRegistration(Func<IServiceProvider, IRebatePolicy> Resolve);
