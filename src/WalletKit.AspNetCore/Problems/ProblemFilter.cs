using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WalletKit.AspNetCore.Binding;

namespace WalletKit.AspNetCore.Problems;

/// <summary>
/// Turns refusals of the endpoints of WalletKit into problems. Any other exception is a fault, of the host or of this library, and goes on to the host's own
/// exception handling, which logs it and answers.
/// </summary>
internal sealed class ProblemFilter(IOptions<WalletApiOptions> options, ILogger<ProblemFilter> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context).ConfigureAwait(false);
        }
        catch (RefusedRequestException refusal)
        {
            return Problem.Of(refusal.Status, refusal.Code, refusal.Message, refusal.Field);
        }
        catch (WalletException exception)
        {
            logger.LogFailure(exception);
            var refusal = CallRefusal.Of(exception);
            refusal.SetRetryAfter(context.HttpContext, options.Value.RetryAfter);
            return Problem.Of(refusal);
        }
        catch (BadHttpRequestException refusal) when (refusal.StatusCode is >= 400 and < 500)
        {
            return refusal.ToResult();
        }
    }
}
