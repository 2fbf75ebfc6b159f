using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WalletKit.AspNetCore.Problems;

/// <summary>Answers exceptions of WalletKit in endpoints of the host's own, with the host's own customization of problem details.</summary>
internal sealed class HostProblem(IOptions<WalletApiOptions> options, ILogger<HostProblem> logger)
{
    /// <summary>The answer to an exception, which is logged where it is a failure and not a refusal.</summary>
    public IResult Of(WalletException exception, HttpContext http)
    {
        logger.LogFailure(exception);
        var refusal = exception.ToRefusal();
        refusal.SetRetryAfter(http, options.Value.RetryAfter);
        var problem = new ProblemDetails
        {
            Type = Problem.AboutBlank,
            Title = ReasonPhrases.GetReasonPhrase(refusal.Status),
            Status = refusal.Status,
            Detail = refusal.Detail,
            Extensions = { ["code"] = refusal.Code },
        };
        if (refusal.Field is { } field)
        {
            problem.Extensions["field"] = field;
        }

        return TypedResults.Problem(problem);
    }
}
