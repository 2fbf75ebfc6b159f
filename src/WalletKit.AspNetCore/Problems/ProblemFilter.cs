using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WalletKit.AspNetCore.Binding;

namespace WalletKit.AspNetCore.Problems;

/// <summary>Turns refusals into problems, whichever endpoint they come from.</summary>
internal sealed partial class ProblemFilter(IOptions<WalletApiOptions> options, ILogger<ProblemFilter> logger) : IEndpointFilter
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
        catch (WalletException refusal)
        {
            if (refusal is WalletStoreException)
            {
                LogStoreFailed(logger, refusal);
            }

            return ProblemMapping.ToResult(refusal, context.HttpContext, options.Value.RetryAfter);
        }
        catch (BadHttpRequestException)
        {
            // The server cannot make out the body: chunks that are none, or too slow, or ended too early.
            return Problem.Of(StatusCodes.Status400BadRequest, "invalid_input", "body could not be read.", "body");
        }
    }

    [LoggerMessage(EventId = 400, Level = LogLevel.Error, Message = "A call could not be done, as the store failed.")]
    private static partial void LogStoreFailed(ILogger logger, Exception exception);
}
