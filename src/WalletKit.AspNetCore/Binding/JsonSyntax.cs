using System.Text.Json;

namespace WalletKit.AspNetCore.Binding;

/// <summary>Tells whether a text is JSON, whatever it says.</summary>
internal static class JsonSyntax
{
    // As deep as the serializer reads.
    private const int MaxDepth = 64;

    /// <summary>The rule that a body breaks, as the end of a sentence that begins with it; null where it is JSON.</summary>
    public static string? FaultOf(ReadOnlySpan<byte> body)
    {
        if (body is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return "must be JSON in UTF-8, not in UTF-16";
        }

        return Break(body, isWhole: true) is null ? null : Break(body, isWhole: false) ?? "must be whole: its JSON ends too early";
    }

    /// <summary>Where JSON breaks; null where it does not. A body that only ends too early breaks as a whole, and not as the beginning of a longer one.</summary>
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
