using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using WalletKit.AspNetCore.Binding;

namespace WalletKit.AspNetCore.OpenApi;

/// <summary>Describes how callers authenticate: by the host's own descriptions, or else by the authentication schemes that the host has.</summary>
/// <param name="described">The host's own descriptions, by the names of their schemes.</param>
internal sealed class SecuritySchemes(IReadOnlyDictionary<string, OpenApiSecurityScheme> described)
{
    /// <summary>Declares in a document which schemes one operation accepts.</summary>
    /// <returns>One requirement for each scheme, of which a caller meets any; none where no scheme is known.</returns>
    public async Task<List<OpenApiSecurityRequirement>> RequireAsync(OpenApiDocument document, IList<object> metadata, IServiceProvider services)
    {
        List<OpenApiSecurityRequirement> requirements = [];
        foreach (var scheme in await AskedForAsync(metadata, services).ConfigureAwait(false))
        {
            if (Describe(scheme, services) is { } description)
            {
                document.AddComponent(scheme.Name, description);
                requirements.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme.Name, document)] = [] });
            }
        }

        return requirements;
    }

    private async ValueTask<IEnumerable<AuthenticationScheme>> AskedForAsync(IList<object> metadata, IServiceProvider services)
    {
        if (services.GetService<IAuthenticationSchemeProvider>() is not { } schemes || services.GetService<IAuthorizationPolicyProvider>() is not { } policies)
        {
            return [];
        }

        var all = await schemes.GetAllSchemesAsync().ConfigureAwait(false);
        var policy = await AuthorizationPolicy.CombineAsync(policies, metadata.OfType<IAuthorizeData>(), metadata.OfType<AuthorizationPolicy>()).ConfigureAwait(false);
        if (policy?.AuthenticationSchemes is { Count: > 0 } named)
        {
            return all.Where(scheme => named.Contains(scheme.Name, StringComparer.Ordinal));
        }

        // A scheme that only forwards to other schemes stands for any of them.
        var standard = await schemes.GetDefaultAuthenticateSchemeAsync().ConfigureAwait(false);
        return standard is not null && Describe(standard, services) is not null ? [standard] : all;
    }

    private OpenApiSecurityScheme? Describe(AuthenticationScheme scheme, IServiceProvider services) =>
        described.TryGetValue(scheme.Name, out var own) ? own
        : typeof(CookieAuthenticationHandler).IsAssignableFrom(scheme.HandlerType) ? Cookie(services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(scheme.Name))
        : Is(scheme.HandlerType, "Microsoft.AspNetCore.Authentication.JwtBearer.JwtBearerHandler") ? Bearer("JWT")
        : Is(scheme.HandlerType, "Microsoft.AspNetCore.Authentication.BearerToken.BearerTokenHandler") ? Bearer(null)
        : null;

    // The comparison is by name, because one type is in a package that the host may not have, and the other type is internal.
    private static bool Is(Type? handler, string name) => handler is not null && (handler.FullName == name || Is(handler.BaseType, name));

    private static OpenApiSecurityScheme Bearer(string? format) => new() { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = format };

    private static OpenApiSecurityScheme Cookie(CookieAuthenticationOptions options) =>
        new() { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = options.Cookie.Name };
}
