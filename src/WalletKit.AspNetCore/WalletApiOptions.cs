using System.Security.Claims;
using WalletKit.AspNetCore.Access;

namespace WalletKit.AspNetCore;

/// <summary>The settings of the endpoints: the rights of callers, and the limits of requests.</summary>
public sealed class WalletApiOptions
{
    /// <summary>The role or scope that makes a caller an operator: <c>wallets:operate</c>.</summary>
    /// <remarks><see cref="IsOperator"/> may say otherwise.</remarks>
    public const string OperatorName = WalletPolicies.Operate;

    /// <summary>Gets or sets how the caller's owner id is found; null means that the caller owns no wallets.</summary>
    /// <remarks>
    /// Default: the claim <c>sub</c>, or else the name identifier, of the authenticated caller; null where there are several that differ.
    /// </remarks>
    public Func<ClaimsPrincipal, string?> OwnerId { get; set; } = caller => caller.Subject();

    /// <summary>Gets or sets whether the caller is an operator.</summary>
    /// <remarks>Default: by the role, or by a word of the claim <c>scope</c> or <c>scp</c>, named <c>wallets:operate</c>.</remarks>
    public Func<ClaimsPrincipal, bool> IsOperator { get; set; } = caller => caller.HasRoleOrScope(OperatorName);

    /// <summary>Gets or sets the largest body that is read, in bytes, 1,024 to 1,048,576. Default: 65,536.</summary>
    public int MaxBodyBytes { get; set; } = 65_536;

    /// <summary>Gets the parameters of the query that the host reads itself, such as <c>api-version</c>. Default: none.</summary>
    /// <remarks>Their case does not matter. Other parameters that a call does not have are refused.</remarks>
    public ISet<string> HostQueryParameters { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets the value of <c>Retry-After</c> while the store cannot take work. Default: one second.</summary>
    /// <remarks>The value is one second to one hour.</remarks>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);
}
