using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WalletKit.AspNetCore.Endpoints;
using WalletKit.AspNetCore.Problems;

namespace WalletKit.AspNetCore.Access;

/// <summary>
/// Answers callers that WalletKit's endpoints do not let in: with 401 or 403 and a problem, even where the host's authentication redirects them. The
/// answers of other endpoints stay unchanged.
/// </summary>
internal sealed class ChallengeProblems(IAuthorizationMiddlewareResultHandler inner) : IAuthorizationMiddlewareResultHandler
{
    private static readonly Func<IServiceProvider, object> s_resolve = static provider => provider.GetRequiredService<ChallengeProblems>();

    /// <summary>Wraps the registered handler, which may be the host's own, and takes over its lifetime. A second call changes nothing.</summary>
    public static void AddTo(IServiceCollection services)
    {
        var inner = Registered(services);
        if (IsOurs(inner))
        {
            return;
        }

        services.Add(ServiceDescriptor.Describe(
            typeof(ChallengeProblems),
            provider => new ChallengeProblems(
                (IAuthorizationMiddlewareResultHandler)(inner.ImplementationInstance
                    ?? inner.ImplementationFactory?.Invoke(provider)
                    ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!))),
            inner.Lifetime));
        services.Add(ServiceDescriptor.Describe(
            typeof(IAuthorizationMiddlewareResultHandler), s_resolve, inner.Lifetime));
        services.TryAddSingleton(new Registration(services));
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

        // A program can use neither a login page nor the cookies for the way back from it.
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

    private static ServiceDescriptor Registered(IServiceCollection services) =>
        services.Last(static service => service.ServiceType == typeof(IAuthorizationMiddlewareResultHandler) && !service.IsKeyedService);

    private static bool IsOurs(ServiceDescriptor handler) => handler is { IsKeyedService: false } && handler.ImplementationFactory == s_resolve;

    private static IResult? ProblemOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Problem.Of(status, "unauthenticated", "The call needs credentials, and has none that are valid."),
        StatusCodes.Status403Forbidden => Problem.Of(status, "forbidden", "The caller may not do this."),
        _ => null,
    };

    /// <summary>The services of the host, in which a handler may be registered after WalletKit's. Making the handler to look at it would make one outside of a request.</summary>
    public sealed class Registration(IServiceCollection services)
    {
        /// <summary>Throws where the host's handler is asked instead of WalletKit's, and may redirect callers of the endpoints.</summary>
        public void ThrowIfReplaced()
        {
            var handler = Registered(services);
            if (!IsOurs(handler))
            {
                throw new InvalidOperationException(
                    $"{nameof(IAuthorizationMiddlewareResultHandler)} was registered ({Name(handler)}) after services.{nameof(WalletApiExtensions.AddWalletApi)}(), which would take 401 and 403 from callers of WalletKit's endpoints. "
                    + $"Call services.{nameof(WalletApiExtensions.AddWalletApi)}() after it; the handler is then asked within WalletKit's.");
            }
        }

        private static string Name(ServiceDescriptor handler) =>
            (handler.ImplementationType ?? handler.ImplementationInstance?.GetType())?.ToString() ?? "by a factory";
    }
}
