using System.Text.Json;

namespace WalletKit.AspNetCore.Binding;

/// <summary>Tells whether a text is JSON, whatever its content.</summary>
internal static class JsonSyntax
{
    // The serializer reads to the same depth.
    private const int MaxDepth = 64;

    /// <summary>The rule that a body breaks, worded to end a sentence that begins with the body; null where the body is JSON.</summary>
    public static string? FaultOf(ReadOnlySpan<byte> body)
    {
        if (body is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return "must be JSON in UTF-8, not in UTF-16";
        }

        return Break(body, isWhole: true) is null ? null : Break(body, isWhole: false) ?? "must be whole: its JSON ends too early";
    }

    /// <summary>The place where JSON breaks; null where it does not. If <paramref name="isWhole"/>, a body that ends too early breaks as well.</summary>
    private static string? Break(ReadOnlySpan<byte> body, bool isWhole)
    {
        var reader = new Utf8JsonReader(body, isWhole, new JsonReaderState(new JsonReaderOptions { MaxDepth = int.MaxValue }));
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= MaxDepth)
                {
                    return $"must be JSON of at most {MaxDepth} levels";
                }
            }

            return null;
        }
        catch (JsonException exception)
        {
            return $"must be JSON; it breaks at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
        }
    }
}
