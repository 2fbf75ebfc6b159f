using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace WalletKit.AspNetCore.Problems;

/// <summary>The content of an answer about a refusal or a failure.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The reason, for programs.</param>
/// <param name="Detail">The reason, for people.</param>
/// <param name="Field">The field that was refused; null where no field was.</param>
internal sealed record Refusal(int Status, string Code, string Detail, string? Field = null)
{
    /// <summary>Says when to try again, where another try may help.</summary>
    public void SetRetryAfter(HttpContext http, TimeSpan retryAfter)
    {
        if (Status == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = ((long)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }
    }
}
