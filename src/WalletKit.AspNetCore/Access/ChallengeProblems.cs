using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WalletKit.AspNetCore.Endpoints;
using WalletKit.AspNetCore.Problems;

namespace WalletKit.AspNetCore.Access;

/// <summary>
/// Answers callers that WalletKit's endpoints do not let in: with 401 or 403 and a problem, even where the host's authentication redirects them. It leaves the
/// answers of other endpoints as they are.
/// </summary>
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
        if (authorizeResult.Succeeded || !context.IsForWallets())
        {
            await inner.HandleAsync(next, context, policy, authorizeResult).ConfigureAwait(false);
            return;
        }

        context.SetNoStore();
        var cookies = context.Response.Headers.SetCookie;
        await inner.HandleAsync(next, context, policy, authorizeResult).ConfigureAwait(false);
        if (context.Response.HasStarted)
        {
            return;
        }

        // A program can use neither a login page, nor the cookies for the way back from it.
        if (context.Response.StatusCode is >= 300 and < 400)
        {
            context.Response.StatusCode = authorizeResult.Forbidden ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized;
            context.Response.Headers.Location = default;
            context.Response.Headers.SetCookie = cookies;
        }

        if (ProblemOf(context.Response.StatusCode) is { } problem)
        {
            await problem.ExecuteAsync(context).ConfigureAwait(false);
        }
    }

    private static IResult? ProblemOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Problem.Of(status, "unauthenticated", "The call needs credentials, and has none that are valid."),
        StatusCodes.Status403Forbidden => Problem.Of(status, "forbidden", "The caller may not do this."),
        _ => null,
    };
}
