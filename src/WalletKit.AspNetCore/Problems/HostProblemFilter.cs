using Microsoft.AspNetCore.Http;

namespace WalletKit.AspNetCore.Problems;

/// <summary>Turns exceptions of WalletKit into problems, in the endpoints to which a host adds this filter.</summary>
internal sealed class HostProblemFilter(HostProblem problems) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context).ConfigureAwait(false);
        }
        catch (WalletException exception)
        {
            return problems.Of(exception, context.HttpContext);
        }
    }
}
