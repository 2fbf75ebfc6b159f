using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using WalletKit.Rules;

namespace WalletKit.AspNetCore;

/// <summary>Reads amounts from their own digits, never through binary floating point.</summary>
public sealed class RequestAmountConverter : JsonConverter<RequestAmount>
{
    /// <inheritdoc/>
    public override RequestAmount Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.Number => Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan),
            JsonTokenType.String => reader.GetString()!,
            _ => throw new JsonException("must be an amount, such as \"100.10\""),
        };
        return ExactDecimal.TryParse(text, out var value, out var problem) ? new RequestAmount(value) : throw new JsonException(problem);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RequestAmount value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
