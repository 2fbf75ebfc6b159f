using System.Text;
using Microsoft.AspNetCore.Http;

namespace WalletKit.AspNetCore.Binding;

/// <summary>Reads the header <c>Idempotency-Key</c>, as plain text or as the string of a structured field (RFC 9651): <c>k</c> and <c>"k"</c> are one key.</summary>
internal static class IdempotencyKeyReading
{
    public const string Header = "Idempotency-Key";

    /// <summary>The key of the call; null where it has none.</summary>
    /// <exception cref="InvalidInputException">The header is malformed. The message does not repeat the header, because keys may be secrets.</exception>
    public static string? ReadIdempotencyKey(this HttpContext http)
    {
        var values = http.Request.Headers[Header];
        return values.Count switch
        {
            0 => null,
            1 => Read(values[0] ?? ""),
            _ => throw Malformed("must be given once"),
        };
    }

    private static string Read(string text)
    {
        var key = text.StartsWith('"') ? Unquote(text) : text;
        return key.Length > 0 ? key : throw Malformed("must have 1 to 200 characters");
    }

    private static string Unquote(string text)
    {
        var key = new StringBuilder(text.Length);
        for (var i = 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"':
                    return i == text.Length - 1 ? key.ToString() : throw Malformed("must end with its closing quote: neither a parameter nor a second key is taken");
                case '\\' when i + 1 < text.Length && text[i + 1] is '"' or '\\':
                    key.Append(text[++i]);
                    break;
                case '\\':
                    throw Malformed("must escape nothing but \\\" and \\\\ between its quotes");
                case < ' ' or > '~':
                    throw Malformed("must be printable ASCII between its quotes");
                case var character:
                    key.Append(character);
                    break;
            }
        }

        throw Malformed("must end with the quote that it begins with");
    }

    private static InvalidInputException Malformed(string rule) => new(Header, null, rule);
}
