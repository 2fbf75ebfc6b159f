using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using WalletKit.AspNetCore.Endpoints;
using WalletKit.AspNetCore.Problems;

namespace WalletKit.AspNetCore.Access;

/// <summary>Gives 401 and 403 of WalletKit's endpoints a problem for their body; those of other endpoints are left as they are.</summary>
internal sealed class ChallengeProblems(IAuthorizationMiddlewareResultHandler inner) : IAuthorizationMiddlewareResultHandler
{
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
