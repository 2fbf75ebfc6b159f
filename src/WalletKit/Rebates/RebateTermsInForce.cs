using Microsoft.Extensions.Options;

namespace WalletKit.Rebates;

/// <summary>The terms of the rebates that deposits earn: none where rebates were not added, or are turned off.</summary>
internal sealed class RebateTermsInForce(IOptionsMonitor<RebateOptions> options, RebatePolicies? policies = null)
{
    /// <summary>The terms of the rebate that a deposit earns; null for none.</summary>
    public ValueTask<RebateTerms?> ForAsync(Deposit deposit) =>
        policies is not null && deposit.EarnsRebate && options.CurrentValue.Enabled ? policies.TermsForAsync(deposit) : default;
}
