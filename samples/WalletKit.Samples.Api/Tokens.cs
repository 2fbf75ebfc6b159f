using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using WalletKit.AspNetCore;
using WalletKit.AspNetCore.Endpoints;

namespace WalletKit.Samples.Api;

/// <summary>
/// Bearer tokens. In development the process signs them itself with a key that is lost when the process ends. Elsewhere they come from the authority in the
/// configuration.
/// </summary>
internal static class Tokens
{
    private const string Issuer = "walletkit-sample";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private static readonly SymmetricSecurityKey s_key = new(RandomNumberGenerator.GetBytes(32));

    public static void AddTokens(this WebApplicationBuilder builder) =>
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
        {
            options.MapInboundClaims = false;
            if (builder.Environment.IsDevelopment())
            {
                options.TokenValidationParameters = new() { ValidIssuer = Issuer, ValidAudience = Issuer, IssuerSigningKey = s_key };
            }
            else
            {
                options.Authority = builder.Configuration["Tokens:Authority"];
                options.Audience = builder.Configuration["Tokens:Audience"];
            }
        });

    /// <summary>Gives anybody a token for any owner, or for an operator. No other environment may have this endpoint.</summary>
    public static void MapDevelopmentTokens(this WebApplication app) => app.MapPost("/tokens", (string owner, bool isOperator = false) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer,
        Audience = Issuer,
        Expires = TimeProvider.System.GetUtcNow().UtcDateTime + Lifetime,
        Claims = ClaimsOf(owner, isOperator),
        SigningCredentials = new(s_key, SecurityAlgorithms.HmacSha256),
    })).ExcludeFromDescription();

    // An owner needs no scope, because the subject claim names the owner whose wallets the token opens.
    private static Dictionary<string, object> ClaimsOf(string owner, bool isOperator)
    {
        var claims = new Dictionary<string, object> { [JwtRegisteredClaimNames.Sub] = owner };
        if (isOperator)
        {
            claims["scope"] = WalletApiOptions.OperatorName;
        }

        return claims;
    }
}
