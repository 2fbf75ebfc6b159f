using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace WalletKit.AspNetCore.Access;

/// <summary>Adds the default policies, where the host has none of its own under their names.</summary>
internal sealed class WalletPolicyDefaults(IOptions<WalletApiOptions> options) : IConfigureOptions<AuthorizationOptions>
{
    public void Configure(AuthorizationOptions authorization)
    {
        Add(authorization, WalletPolicies.Read, _ => true);
        Add(authorization, WalletPolicies.Spend, _ => true);
        Add(authorization, WalletPolicies.Operate, context => options.Value.IsOperator(context.User));
    }

    // The decision which wallets an owner may read and spend from is made for each wallet, not here.
    private static void Add(AuthorizationOptions authorization, string name, Func<AuthorizationHandlerContext, bool> isAllowed)
    {
        if (authorization.GetPolicy(name) is null)
        {
            authorization.AddPolicy(name, policy => policy.RequireAuthenticatedUser().RequireAssertion(isAllowed));
        }
    }
}
