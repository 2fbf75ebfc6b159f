using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace WalletKit.AspNetCore.Problems;

/// <summary>
/// Turns exceptions of WalletKit into problems, wherever in a host they are thrown: behind <c>UseExceptionHandler()</c>, and in place of the page for
/// developers.
/// </summary>
internal sealed class WalletExceptionHandler(HostProblem problems) : IExceptionHandler, IDeveloperPageExceptionFilter
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not WalletException refusal)
        {
            return false;
        }

        await problems.Of(refusal, httpContext).ExecuteAsync(httpContext).ConfigureAwait(false);
        return true;
    }

    public async Task HandleExceptionAsync(ErrorContext errorContext, Func<ErrorContext, Task> next)
    {
        if (!await TryHandleAsync(errorContext.HttpContext, errorContext.Exception, errorContext.HttpContext.RequestAborted).ConfigureAwait(false))
        {
            await next(errorContext).ConfigureAwait(false);
        }
    }
}
