using Microsoft.Extensions.Options;
using WalletKit.Commands;

namespace WalletKit.Rebates;

/// <summary>The terms of the policy in force, which is the one registered last.</summary>
internal sealed class RebateTermsInForce(IEnumerable<IRebatePolicy> policies, IOptionsMonitor<RebateOptions> options)
{
    private readonly IRebatePolicy _policy = policies.Last();

    // A policy mostly gives the same terms again and again.
    private RebateTerms? _latest;

    /// <summary>The terms of the rebate that a deposit earns; null for none.</summary>
    public RebateTerms? For(Deposit deposit)
    {
        if (!options.CurrentValue.Enabled || _policy.TermsFor(deposit) is not { } text)
        {
            return null;
        }

        var terms = _latest;
        if (terms is null || terms.Text != text)
        {
            terms = new RebateTerms(_policy.Name, text);
            _latest = terms;
        }

        return terms;
    }
}
