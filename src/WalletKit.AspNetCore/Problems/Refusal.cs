using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace WalletKit.AspNetCore.Problems;

/// <summary>What an answer says of a refusal or a failure.</summary>
/// <param name="Status">The status of HTTP.</param>
/// <param name="Code">What happened, for programs.</param>
/// <param name="Detail">What happened, for people.</param>
/// <param name="Field">The field that was refused; null where it is none.</param>
internal sealed record Refusal(int Status, string Code, string Detail, string? Field = null)
{
    /// <summary>Says when to try again, where that may help.</summary>
    public void SetRetryAfter(HttpContext http, TimeSpan retryAfter)
    {
        if (Status == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = ((long)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }
    }
}
