using System.Security.Claims;

namespace WalletKit.AspNetCore.Access;

/// <summary>Reads a caller's claims. Only authenticated identities are believed, because a principal may carry others beside them.</summary>
internal static class CallerClaims
{
    // The name that `scp` gets where inbound claims are mapped. AddJwtBearer maps them by default.
    private const string MappedScope = "http://schemas.microsoft.com/identity/claims/scope";

    /// <summary>The subject; null where there is none, or where several subjects make it unclear which one is meant.</summary>
    public static string? Subject(this ClaimsPrincipal caller)
    {
        var subjects = Values(caller, "sub") is { Length: > 0 } subs ? subs : Values(caller, ClaimTypes.NameIdentifier);
        return subjects is [var subject] ? subject : null;
    }

    /// <summary>Whether the caller has a role or a scope of that name.</summary>
    public static bool HasRoleOrScope(this ClaimsPrincipal caller, string name) =>
        Believed(caller).Any(identity => identity.HasClaim(identity.RoleClaimType, name) || identity.Claims.Any(claim => IsScope(claim) && claim.Value.Split(' ').Contains(name, StringComparer.Ordinal)));

    private static bool IsScope(Claim claim) => claim.Type is "scope" or "scp" or MappedScope;

    private static string[] Values(ClaimsPrincipal caller, string type) =>
        [.. Believed(caller).SelectMany(identity => identity.FindAll(type)).Select(claim => claim.Value).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<ClaimsIdentity> Believed(ClaimsPrincipal caller) => caller.Identities.Where(identity => identity.IsAuthenticated);
}
