using System.Security.Claims;

namespace WalletKit.AspNetCore;

/// <summary>The scopes of a token.</summary>
internal static class Scopes
{
    public static bool HasScope(this ClaimsPrincipal caller, string scope) =>
        caller.Claims.Any(claim => claim.Type is "scope" or "scp" && claim.Value.Split(' ').Contains(scope, StringComparer.Ordinal));
}
