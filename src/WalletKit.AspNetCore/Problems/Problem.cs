using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace WalletKit.AspNetCore.Problems;

/// <summary>A refusal of the endpoints of WalletKit as <c>application/problem+json</c>.</summary>
internal static class Problem
{
    public const string ContentType = "application/problem+json";
    public const string AboutBlank = "about:blank";

    public static IResult Of(int status, string code, string detail, string? field = null) => TypedResults.Json(
        new ProblemResponse(AboutBlank, ReasonPhrases.GetReasonPhrase(status), status, detail, code, field),
        WalletJson.ForAnswer(WalletJson.Default.ProblemResponse),
        ContentType,
        status);

    public static IResult Of(Refusal refusal) => Of(refusal.Status, refusal.Code, refusal.Detail, refusal.Field);

    /// <summary>The refusal of an amount whose field has another name than <c>amount</c>.</summary>
    public static IResult OfAmount(InvalidAmountException refusal, string field) => Of(
        StatusCodes.Status400BadRequest, refusal.Code, string.Create(CultureInfo.InvariantCulture, $"{field} {refusal.Amount} {refusal.Rule}."), field);
}
