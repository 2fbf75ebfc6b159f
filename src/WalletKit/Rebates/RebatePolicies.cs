using Microsoft.Extensions.DependencyInjection;
using WalletKit.Rules;

namespace WalletKit.Rebates;

/// <summary>
/// The policies that this host has: the percentage policy, and the host's own policies. Each of the host's own is resolved in a scope of its own for each
/// question, so no two questions share the objects of a scope, such as a DbContext.
/// </summary>
internal sealed class RebatePolicies(IServiceScopeFactory scopes, IEnumerable<RebatePolicyRegistration> added, PercentageRebatePolicy percentage)
{
    private readonly RebatePolicyRegistration[] _added = [.. added];
    private Dictionary<string, RebatePolicyRegistration?>? _byName;

    // The latest terms are kept because a policy mostly gives the same terms again and again.
    private RebateTerms? _latest;

    /// <summary>The names of all policies, each asked for its name once.</summary>
    /// <exception cref="InvalidInputException">A policy has no name that can be kept.</exception>
    public async ValueTask<IReadOnlyCollection<string>> NamesAsync() => (await LoadAsync().ConfigureAwait(false)).Keys;

    /// <summary>Asks the policy that was added last, or the percentage where none was, for the terms of a deposit.</summary>
    public ValueTask<RebateTerms?> TermsForAsync(Deposit deposit) =>
        _added is [.., var last] ? AskTermsAsync(last, deposit) : new(TermsOf(percentage, deposit));

    /// <summary>Has the policy that set the terms calculate a rebate.</summary>
    public async ValueTask<decimal> CalculateAsync(string name, RebateContext context, CancellationToken cancellationToken)
    {
        var byName = await LoadAsync().ConfigureAwait(false);
        if (!byName.TryGetValue(name, out var registration))
        {
            throw new InvalidOperationException($"No rebate policy named {InvalidInputException.Show(name)} is registered.");
        }

        return registration is null
            ? await percentage.CalculateAsync(context, cancellationToken).ConfigureAwait(false)
            : await AskAsync(registration, policy => policy.CalculateAsync(context, cancellationToken)).ConfigureAwait(false);
    }

    private ValueTask<RebateTerms?> AskTermsAsync(RebatePolicyRegistration registration, Deposit deposit) =>
        AskAsync(registration, policy => new ValueTask<RebateTerms?>(TermsOf(policy, deposit)));

    private RebateTerms? TermsOf(IRebatePolicy policy, Deposit deposit)
    {
        if (policy.TermsFor(deposit) is not { } text)
        {
            return null;
        }

        var terms = _latest;
        if (terms is null || terms.Text != text || terms.Policy != policy.Name)
        {
            terms = new RebateTerms(policy.Name, text);
            _latest = terms;
        }

        return terms;
    }

    private async ValueTask<T> AskAsync<T>(RebatePolicyRegistration registration, Func<IRebatePolicy, ValueTask<T>> ask)
    {
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            return await ask(registration.Resolve(scope.ServiceProvider)).ConfigureAwait(false);
        }
    }

    // If two policies have one name, the newer one is in force, here as at the deposit. Two callers at once find the same policies.
    private async ValueTask<Dictionary<string, RebatePolicyRegistration?>> LoadAsync()
    {
        if (_byName is { } known)
        {
            return known;
        }

        var byName = new Dictionary<string, RebatePolicyRegistration?>(StringComparer.Ordinal) { [percentage.Name] = null };
        foreach (var registration in _added)
        {
            byName[await AskAsync(registration, static policy => new ValueTask<string>(NameOf(policy))).ConfigureAwait(false)] = registration;
        }

        return _byName = byName;
    }

    private static string NameOf(IRebatePolicy policy) =>
        Text.Check("rebate policy", policy.Name, 1, RebateTerms.MaxPolicyLength) is { } malformed ? throw malformed : policy.Name;
}
