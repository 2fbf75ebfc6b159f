using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace WalletKit.AspNetCore.Problems;

/// <summary>A refusal as <c>application/problem+json</c>.</summary>
internal static class Problem
{
    public const string ContentType = "application/problem+json";

    public static IResult Of(int status, string code, string detail, string? field = null) => TypedResults.Json(
        new ProblemResponse("about:blank", ReasonPhrases.GetReasonPhrase(status), status, detail, code, field),
        WalletJson.ForAnswer(WalletJson.Default.ProblemResponse),
        ContentType,
        status);
}
