using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using WalletKit.AspNetCore.Endpoints;

namespace WalletKit.AspNetCore.Binding;

/// <summary>Reads the version that the wallet must have: from <c>If-Match</c>, or from the body's field <c>version</c>.</summary>
internal static class ExpectedVersion
{
    // The first version of a wallet is 1.
    private const long NoVersion = 0;

    /// <summary>The version that a call names; null where it accepts any version.</summary>
    /// <param name="http">The request.</param>
    /// <param name="version">The version in the body; null where the body names none.</param>
    /// <exception cref="InvalidInputException">The header or the field is malformed, or they disagree.</exception>
    public static long? ReadExpectedVersion(this HttpContext http, long? version)
    {
        if (version < 1)
        {
            throw new InvalidInputException("version", version, "must be 1 or more");
        }

        var matched = ReadIfMatch(http);
        return version is null || matched is null || version == matched
            ? version ?? matched
            : throw new InvalidInputException("version", version, "must be the version that If-Match names; either of them is enough");
    }

    /// <summary>
    /// The version in <c>If-Match</c>; null where the header is missing or <c>*</c>. By the comparison of RFC 9110, a tag that was never given out matches no
    /// version, and neither does a weak tag.
    /// </summary>
    private static long? ReadIfMatch(HttpContext http)
    {
        var values = http.Request.Headers.IfMatch;
        if (values.Count == 0 || values is ["*"])
        {
            return null;
        }

        if (values is not [{ } text] || !EntityTagHeaderValue.TryParse(text, out var tag) || tag.Tag == "*")
        {
            throw new InvalidInputException("If-Match", values.ToString(), "must be one ETag of the wallet, such as \"5\", or *; a list is not taken");
        }

        return !tag.IsWeak
            && long.TryParse(tag.Tag.AsSpan()[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            && tag.Tag.Equals(Answering.TagOf(version), StringComparison.Ordinal)
            ? version
            : NoVersion;
    }
}
