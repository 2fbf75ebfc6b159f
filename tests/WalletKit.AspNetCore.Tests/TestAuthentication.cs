using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace WalletKit.AspNetCore.Tests;

/// <summary>Believes the header without a proof: <c>Authorization: Test owner</c>, with <c>operator:</c> before the name for an operator.</summary>
internal sealed class TestAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Test";
    private const string OperatorPrefix = "operator:";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization.ToString() is not { Length: > 5 } header || !header.StartsWith("Test ", StringComparison.Ordinal))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var name = header[5..];
        var isOperator = name.StartsWith(OperatorPrefix, StringComparison.Ordinal);
        List<Claim> claims = [new Claim("sub", isOperator ? name[OperatorPrefix.Length..] : name)];
        if (isOperator)
        {
            claims.Add(new Claim("scope", $"openid {WalletPolicies.Operate}"));
        }

        var caller = new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(caller, SchemeName)));
    }
}
