using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WalletKit.AspNetCore.Binding;

namespace WalletKit.AspNetCore.Problems;

/// <summary>
/// Turns refusals into problems, whichever endpoint they come from. Anything else that is thrown is a fault, of the host or of this library, and goes on to the
/// host's own exception handling, which logs it and answers.
/// </summary>
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
            else if (refusal is ExchangeRateUnavailableException)
            {
                LogRateUnavailable(logger, refusal);
            }

            return ProblemMapping.ToResult(refusal, context.HttpContext, options.Value.RetryAfter);
        }
        catch (BadHttpRequestException refusal) when (refusal.StatusCode is >= 400 and < 500)
        {
            return ProblemMapping.ToResult(refusal);
        }
    }

    [LoggerMessage(EventId = 400, Level = LogLevel.Error, Message = "A call could not be done, as the store failed.")]
    private static partial void LogStoreFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 402, Level = LogLevel.Error, Message = "A transfer could not be done, as the source of exchange rates failed.")]
    private static partial void LogRateUnavailable(ILogger logger, Exception exception);
}
