using System.Security.Claims;
using WalletKit.AspNetCore.Access;

namespace WalletKit.AspNetCore;

/// <summary>Who may do what through the endpoints, and how much they take.</summary>
public sealed class WalletApiOptions
{
    /// <summary>The role, or the scope, that makes a caller an operator unless <see cref="IsOperator"/> says otherwise: <c>wallets:operate</c>.</summary>
    public const string OperatorName = WalletPolicies.Operate;

    /// <summary>
    /// Whose wallets the caller owns; null for nobody's. Default: the claim <c>sub</c>, or else the name identifier, of the authenticated caller; nobody's where
    /// there are several that differ.
    /// </summary>
    public Func<ClaimsPrincipal, string?> OwnerId { get; set; } = caller => caller.Subject();

    /// <summary>Gets or sets whether the caller is an operator. Default: by the role, or by a word of the claim <c>scope</c> or <c>scp</c>, named <c>wallets:operate</c>.</summary>
    public Func<ClaimsPrincipal, bool> IsOperator { get; set; } = caller => caller.HasRoleOrScope(OperatorName);

    /// <summary>Gets or sets the largest body that is read, in bytes, 1,024 to 1,048,576. Default: 65,536.</summary>
    public int MaxBodyBytes { get; set; } = 65_536;

    /// <summary>
    /// Parameters of the query that the host reads itself, such as <c>api-version</c>, whatever their case; others that a call does not have are refused. Default: none.
    /// </summary>
    public ISet<string> HostQueryParameters { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>What <c>Retry-After</c> says while the store cannot take work, one second to one hour. Default: one second.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);
}
