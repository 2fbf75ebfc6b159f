using Microsoft.Extensions.Options;
using WalletKit.Stores;

namespace WalletKit.Rebates;

/// <summary>The terms of the rebates that deposits earn: none where rebates were not added, or are turned off.</summary>
internal sealed class RebateTermsInForce
{
    private readonly IOptionsMonitor<RebateOptions> _options;
    private readonly RebatePolicies? _policies;

    /// <exception cref="NotSupportedException">Rebates were turned on, and the store would lose them.</exception>
    public RebateTermsInForce(IWalletStore store, IOptionsMonitor<RebateOptions> options, RebatePolicies? policies = null)
    {
        if (policies is not null && !store.Features.HasFlag(StoreFeatures.Rebates))
        {
            throw new NotSupportedException(
                $"Rebates were turned on, and {store.GetType().Name} keeps none: it does not declare {nameof(StoreFeatures)}.{nameof(StoreFeatures.Rebates)}.");
        }

        (_options, _policies) = (options, policies);
    }

    /// <summary>The terms of the rebate that a deposit earns; null for none.</summary>
    public ValueTask<RebateTerms?> ForAsync(Deposit deposit) =>
        _policies is not null && deposit.EarnsRebate && _options.CurrentValue.Enabled ? _policies.TermsForAsync(deposit) : default;
}
