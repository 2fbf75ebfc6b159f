using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WalletKit.AspNetCore.Endpoints;
using WalletKit.AspNetCore.Problems;

namespace WalletKit.AspNetCore.Access;

/// <summary>Gives 401 and 403 of WalletKit's endpoints a problem for their body; those of other endpoints are left as they are.</summary>
internal sealed class ChallengeProblems(IAuthorizationMiddlewareResultHandler inner) : IAuthorizationMiddlewareResultHandler
{
    /// <summary>Adds it around the handler that is registered, which may be the host's own, to live as long as that one; once, however often this is called.</summary>
    public static void AddTo(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(ChallengeProblems)))
        {
            return;
        }

        var inner = services.Last(service => service.ServiceType == typeof(IAuthorizationMiddlewareResultHandler) && !service.IsKeyedService);
        services.Add(ServiceDescriptor.Describe(
            typeof(ChallengeProblems),
            provider => new ChallengeProblems(
                (IAuthorizationMiddlewareResultHandler)(inner.ImplementationInstance
                    ?? inner.ImplementationFactory?.Invoke(provider)
                    ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!))),
            inner.Lifetime));
        services.Add(ServiceDescriptor.Describe(
            typeof(IAuthorizationMiddlewareResultHandler), static provider => provider.GetRequiredService<ChallengeProblems>(), inner.Lifetime));
    }

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        await inner.HandleAsync(next, context, policy, authorizeResult).ConfigureAwait(false);
        if (authorizeResult.Succeeded || context.Response.HasStarted || context.GetEndpoint()?.Metadata.GetMetadata<RequiredPolicy>() is null)
        {
            return;
        }

        var problem = context.Response.StatusCode switch
        {
            StatusCodes.Status401Unauthorized => Problem.Of(StatusCodes.Status401Unauthorized, "unauthenticated", "The call needs credentials, and has none that are valid."),
            StatusCodes.Status403Forbidden => Problem.Of(StatusCodes.Status403Forbidden, "forbidden", "The caller may not do this."),
            _ => null,
        };
        if (problem is not null)
        {
            await problem.ExecuteAsync(context).ConfigureAwait(false);
        }
    }
}
